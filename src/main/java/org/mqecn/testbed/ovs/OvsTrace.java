// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;

/**
 * A bridge of Open vSwitch, or a port of one: told by the mark that they got in the transaction that made them. The
 * database outlives a reboot.
 */
public final class OvsTrace implements TraceKind {
    public static final String TYPE = "ovs";

    private static final String TESTBED = "testbed";
    private static final String BRIDGE = "bridge";
    private static final String PORT = "port";

    static Trace bridge(String testbed, String bridge) {
        return new Trace(TYPE, Map.of(TESTBED, testbed, BRIDGE, bridge));
    }

    static Trace port(String testbed, String bridge, String port) {
        return new Trace(TYPE, Map.of(TESTBED, testbed, BRIDGE, bridge, PORT, port));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        Optional<OpenVSwitch.Bridge> bridge = OpenVSwitch.of(truth).bridge(trace.fact(BRIDGE));
        Optional<String> mark = trace.fact(PORT).isEmpty() ? bridge.map(OpenVSwitch.Bridge::testbed)
                : bridge.map(each -> each.ports().get(trace.fact(PORT)));
        if (mark.isPresent()) {
            return mark.get().equals(trace.fact(TESTBED)) ? Found.OURS : Found.FOREIGN;
        }
        boolean taken = trace.fact(PORT).isEmpty()
                && truth.network("").flatMap(network -> network.link(trace.fact(BRIDGE))).isPresent();
        return taken ? Found.FOREIGN : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(trace.fact(PORT).isEmpty()
                ? Command.of("ovs-vsctl", "--if-exists", "del-br", trace.fact(BRIDGE))
                : Command.of("ovs-vsctl", "--if-exists", "del-port", trace.fact(BRIDGE), trace.fact(PORT)));
    }

    @Override
    public boolean survivesReboot() {
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;

/** The daemons of Open vSwitch, where a testbed started them. They stay while anybody has a bridge there. */
public final class DaemonTrace implements TraceKind {
    public static final String TYPE = "open-vswitch";

    private static final String PROGRAM = "program";

    static Trace of() {
        return new Trace(TYPE, Map.of(PROGRAM, OvsDaemonPart.PROGRAM));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        OpenVSwitch actual = OpenVSwitch.of(truth);
        if (!actual.running()) {
            return Found.ABSENT;
        }
        return actual.bridges().isEmpty() ? Found.OURS : Found.FOREIGN;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(Command.of(trace.fact(PROGRAM), "stop"));
    }

    @Override
    public List<String> shared() {
        return List.of(PROGRAM);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/** A device as a port of a bridge of Open vSwitch. */
public record OvsPortPart(String testbed, String bridge, String device) implements Part {
    @Override
    public String name() {
        return "port " + device + " of " + bridge;
    }

    @Override
    public Standing look(Truth truth) {
        boolean there = !truth.lacks(trace().orElseThrow())
                && !truth.lacks(OvsTrace.bridge(testbed, bridge))
                && OpenVSwitch.of(truth).bridge(bridge).filter(each -> each.ports().containsKey(device)).isPresent();
        return there ? Standing.RIGHT : Standing.MISSING;
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of("ovs-vsctl", "--may-exist", "add-port", bridge, device,
                "--", "set", "port", device, "external-ids:" + OpenVSwitch.MARK + "=" + testbed));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(OvsTrace.port(testbed, bridge, device));
    }
}

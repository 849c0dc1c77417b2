// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/** A bridge of Open vSwitch; the machine has a device of the same name on it. */
public record OvsBridgePart(String testbed, String bridge, String mac) implements Part {
    @Override
    public String name() {
        return "bridge " + bridge;
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.lacks(trace().orElseThrow())) {
            return Standing.MISSING;
        }
        return OpenVSwitch.of(truth).bridge(bridge).map(actual -> compare(actual, truth)).orElse(Standing.MISSING);
    }

    private Standing compare(OpenVSwitch.Bridge actual, Truth truth) {
        if (!actual.testbed().equals(testbed)) {
            return Standing.with(List.of("it is not ours"));
        }
        List<String> differences = new ArrayList<>();
        check("datapath", OpenVSwitch.datapath(truth), actual.datapath(), differences);
        check("hardware address", mac, actual.mac(), differences);
        return Standing.with(differences);
    }

    private static void check(String what, String wanted, String actual, List<String> differences) {
        if (!actual.equals(wanted)) {
            differences.add(what + " " + wanted + ": is " + (actual.isEmpty() ? "of its own choice" : actual));
        }
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of("ovs-vsctl", "add-br", bridge, "--", "set", "bridge", bridge,
                "datapath_type=" + OpenVSwitch.datapath(truth), "other-config:" + OpenVSwitch.HARDWARE_ADDRESS + "=" + mac,
                "external-ids:" + OpenVSwitch.MARK + "=" + testbed));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(OvsTrace.bridge(testbed, bridge));
    }
}

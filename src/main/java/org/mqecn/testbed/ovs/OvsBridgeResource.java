// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A bridge of Open vSwitch, with an internal device of the same name. */
public record OvsBridgeResource(String testbed, String bridge, String mac) implements Resource {
    @Override
    public String name() {
        return "bridge " + bridge;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (state.isKnownAbsent(handle().orElseThrow())) {
            return ResourceStatus.MISSING;
        }
        return OvsState.observe(state)
                .bridge(bridge)
                .map(actual -> compare(actual, state))
                .orElse(ResourceStatus.MISSING);
    }

    private ResourceStatus compare(OvsState.OvsBridge actual, ObservedState state) {
        if (!actual.testbed().equals(testbed)) {
            return ResourceStatus.ofDifferences(List.of("belongs to another owner"));
        }
        List<String> differences = new ArrayList<>();
        check("datapath", OvsState.datapath(state), actual.datapath(), differences);
        check("hardware address", mac, actual.mac(), differences);
        return ResourceStatus.ofDifferences(differences);
    }

    private static void check(String what, String wanted, String actual, List<String> differences) {
        if (!actual.equals(wanted)) {
            differences.add(what + " " + wanted + ": is " + (actual.isEmpty() ? "not set" : actual));
        }
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(Command.of(
                "ovs-vsctl",
                "add-br",
                bridge,
                "--",
                "set",
                "bridge",
                bridge,
                "datapath_type=" + OvsState.datapath(state),
                "other-config:" + OvsState.HARDWARE_ADDRESS + "=" + mac,
                "external-ids:" + OvsState.OWNER_KEY + "=" + testbed));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(OvsBridgeType.bridge(testbed, bridge));
    }
}

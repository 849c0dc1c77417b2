// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A port of a bridge of Open vSwitch. */
public record OvsPortResource(String testbed, String bridge, String device) implements Resource {
    @Override
    public String name() {
        return "port " + device + " of " + bridge;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        boolean isPresent = !state.isKnownAbsent(handle().orElseThrow())
                && !state.isKnownAbsent(OvsBridgeType.bridge(testbed, bridge))
                && OvsState.observe(state)
                        .bridge(bridge)
                        .filter(each -> each.ports().containsKey(device))
                        .isPresent();
        return isPresent ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING;
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(Command.of(
                "ovs-vsctl",
                "--may-exist",
                "add-port",
                bridge,
                device,
                "--",
                "set",
                "port",
                device,
                "external-ids:" + OvsState.OWNER_KEY + "=" + testbed));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(OvsBridgeType.port(testbed, bridge, device));
    }
}

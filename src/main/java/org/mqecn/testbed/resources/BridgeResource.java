// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A Linux bridge. */
public record BridgeResource(LinkType.DeviceIdentity device) implements Resource {
    @Override
    public String name() {
        return "bridge " + device.device();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return device.find(state)
                .map(deviceLink -> ResourceStatus.ofDifferences(
                        deviceLink.name().equals(device.device())
                                        && deviceLink.kind().equals("bridge")
                                ? List.of()
                                : List.of("is a device " + deviceLink.name() + " of kind '" + deviceLink.kind() + "'")))
                .orElse(ResourceStatus.MISSING);
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(Command.of("ip", "link", "add", device.device(), "address", device.mac(), "type", "bridge"));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(LinkType.of(device));
    }
}

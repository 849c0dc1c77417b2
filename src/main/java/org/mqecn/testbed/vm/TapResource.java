// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A tap device, whose other end is a NIC of a virtual machine.
 *
 * @param namespace of the switch
 */
public record TapResource(String namespace, String device, String mac, int mtu) implements Resource {
    @Override
    public String name() {
        return "tap " + ObservedNamespace.label(namespace, device);
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (state.isKnownAbsent(TapType.of(this))) {
            return ResourceStatus.MISSING;
        }
        return TapType.find(namespace, mac, state).map(this::compare).orElse(ResourceStatus.MISSING);
    }

    private ResourceStatus compare(DeviceLink deviceLink) {
        return ResourceStatus.ofDifferences(
                deviceLink.name().equals(device) && deviceLink.mac().equals(mac)
                        ? List.of()
                        : List.of("is " + deviceLink.name() + " with address " + deviceLink.mac()));
    }

    @Override
    public List<Command> create(ObservedState state) {
        NetnsCommands netnsCommands = new NetnsCommands(namespace);
        String temporaryName = TapType.temporaryName(mac);
        return List.of(
                netnsCommands.ip("tuntap", "add", "dev", temporaryName, "mode", "tap"),
                netnsCommands.ip(
                        "link",
                        "set",
                        "dev",
                        temporaryName,
                        "name",
                        device,
                        "address",
                        mac,
                        "mtu",
                        Integer.toString(mtu)));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(TapType.of(this));
    }
}

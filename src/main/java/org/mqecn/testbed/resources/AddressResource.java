// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.Ipv4Address;

/**
 * The IPv4 address of a device.
 *
 * @param address empty if the device must have none
 */
public record AddressResource(String namespace, String device, Optional<Ipv4Address> address) implements Resource {
    @Override
    public String name() {
        return "address of " + ObservedNamespace.label(namespace, device);
    }

    private List<Ipv4Address> actualAddresses(ObservedState state) {
        return state.namespace(namespace)
                .flatMap(observedNamespace -> observedNamespace.link(device).map(observedNamespace::addresses))
                .orElse(List.of());
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        List<Ipv4Address> actual = actualAddresses(state);
        if (actual.equals(address.stream().toList())) {
            return ResourceStatus.IN_SYNC;
        }
        return actual.isEmpty()
                ? ResourceStatus.MISSING
                : ResourceStatus.ofDifferences(List.of(address.map(Ipv4Address::toString)
                                .orElse("none") + ": has "
                        + String.join(
                                ", ", actual.stream().map(Ipv4Address::toString).toList())));
    }

    @Override
    public List<Command> create(ObservedState state) {
        return address.map(each -> addressCommand("add", each)).stream().toList();
    }

    @Override
    public List<Command> repair(ObservedState state) {
        List<Command> commands = new ArrayList<>();
        List<Ipv4Address> actual = actualAddresses(state);
        actual.stream()
                .filter(each -> !address.equals(Optional.of(each)))
                .forEach(each -> commands.add(addressCommand("del", each)));
        address.filter(each -> !actual.contains(each)).ifPresent(each -> commands.add(addressCommand("add", each)));
        return commands;
    }

    private Command addressCommand(String verb, Ipv4Address each) {
        return new NetnsCommands(namespace).ip("addr", verb, each.toString(), "dev", device);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.topology.Address;

/**
 * The IPv4 address of a device of ours.
 *
 * @param address empty where it must have none
 */
public record AddressPart(String namespace, String device, Optional<Address> address) implements Part {
    @Override
    public String name() {
        return "address of " + new Typed(namespace).name(device);
    }

    private List<Address> actual(Truth truth) {
        return truth.network(namespace).flatMap(network -> network.link(device).map(network::addresses))
                .orElse(List.of());
    }

    @Override
    public Standing look(Truth truth) {
        List<Address> actual = actual(truth);
        if (actual.equals(address.stream().toList())) {
            return Standing.RIGHT;
        }
        return actual.isEmpty() ? Standing.MISSING : Standing.with(List.of(address.map(Address::toString)
                .orElse("none") + ": has " + String.join(", ", actual.stream().map(Address::toString).toList())));
    }

    @Override
    public List<Command> make(Truth truth) {
        return address.map(each -> change("add", each)).stream().toList();
    }

    @Override
    public List<Command> mend(Truth truth) {
        List<Command> commands = new ArrayList<>();
        List<Address> actual = actual(truth);
        actual.stream().filter(each -> !address.equals(Optional.of(each)))
                .forEach(each -> commands.add(change("del", each)));
        address.filter(each -> !actual.contains(each)).ifPresent(each -> commands.add(change("add", each)));
        return commands;
    }

    private Command change(String verb, Address each) {
        return new Typed(namespace).ip("addr", verb, each.toString(), "dev", device);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.schema.Located;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.BroadcastDomain.IpInterface;

/**
 * Assigns addresses to interfaces that have none in the file. A broadcast domain with a configured address has the
 * subnet of that address; each other one gets the next of 10.0.1.0/24, 10.0.2.0/24, … 10.255.255.0/24. Within a subnet,
 * routers come first, then hosts, both in the order of the links.
 */
final class AddressAllocator {
    private static final int FIRST_SUBNET = 1;
    private static final int LAST_SUBNET = 65_535;
    private static final int BASE_NETWORK = 10 << 24;
    private static final int PREFIX_LENGTH = 24;

    private final Problems problems;
    private final List<Ipv4Address> subnets = new ArrayList<>();
    private final Map<IpInterface, Ipv4Address> addresses = new HashMap<>();
    private int nextSubnetNumber = FIRST_SUBNET;

    private AddressAllocator(Problems problems) {
        this.problems = problems;
    }

    /** Returns the address of every interface. */
    static Map<IpInterface, Ipv4Address> allocate(List<BroadcastDomain> domains, Problems problems) {
        AddressAllocator addressAllocator = new AddressAllocator(problems);
        domains.forEach(addressAllocator::checkConfigured);
        if (!problems.hasErrors()) {
            domains.forEach(addressAllocator::assign);
        }
        return addressAllocator.addresses;
    }

    private static List<Located<Ipv4Address>> configuredAddresses(BroadcastDomain domain) {
        return Stream.concat(
                        domain.bridgeAddresses().stream(),
                        domain.interfaces().stream()
                                .map(IpInterface::configuredAddress)
                                .flatMap(Optional::stream))
                .toList();
    }

    private void checkConfigured(BroadcastDomain domain) {
        List<Located<Ipv4Address>> configured = configuredAddresses(domain);
        if (configured.isEmpty()) {
            return;
        }
        Located<Ipv4Address> first = configured.get(0);
        Set<Integer> seen = new HashSet<>();
        for (Located<Ipv4Address> each : configured) {
            Ipv4Address ipv4Address = each.value();
            if (!ipv4Address.isAssignable()) {
                problems.error(
                        each.location(),
                        "no device can have the address " + ipv4Address,
                        "choose another address in " + ipv4Address.subnet());
            } else if (!ipv4Address.isInSameSubnetAs(first.value())) {
                problems.error(
                        each.location(),
                        ipv4Address + " and " + first.value() + " (line "
                                + first.location().line() + ") share a link but not a subnet",
                        "put both into the same subnet");
            } else if (!seen.add(ipv4Address.bits())) {
                problems.error(
                        each.location(),
                        ipv4Address + " is configured twice",
                        "choose another address in " + ipv4Address.subnet());
            }
        }
        reserve(first.value(), first.location());
    }

    private void reserve(Ipv4Address subnet, SourceLocation location) {
        subnets.stream()
                .filter(subnet::overlaps)
                .findFirst()
                .ifPresent(other -> problems.error(
                        location,
                        "the subnet " + subnet.subnet() + " overlaps " + other.subnet() + " of another link",
                        "give each link a separate subnet"));
        subnets.add(subnet);
    }

    private void assign(BroadcastDomain domain) {
        List<Located<Ipv4Address>> configured = configuredAddresses(domain);
        Optional<Ipv4Address> subnet = configured.isEmpty()
                ? allocateSubnet(domain.location())
                : Optional.of(configured.get(0).value());
        Set<Integer> taken = new HashSet<>(
                configured.stream().map(each -> each.value().bits()).toList());
        List<IpInterface> routersFirst = Stream.concat(
                        domain.interfaces().stream().filter(IpInterface::isRouter),
                        domain.interfaces().stream().filter(ipInterface -> !ipInterface.isRouter()))
                .toList();
        subnet.ifPresent(found -> routersFirst.forEach(ipInterface -> addresses.put(
                ipInterface,
                ipInterface
                        .configuredAddress()
                        .map(Located::value)
                        .orElseGet(() -> nextFreeAddress(found, taken, domain.location())))));
    }

    private Optional<Ipv4Address> allocateSubnet(SourceLocation location) {
        while (nextSubnetNumber <= LAST_SUBNET) {
            Ipv4Address subnet = new Ipv4Address(BASE_NETWORK + (nextSubnetNumber << 8), PREFIX_LENGTH);
            nextSubnetNumber++;
            if (subnets.stream().noneMatch(subnet::overlaps)) {
                return Optional.of(subnet);
            }
        }
        problems.error(location, "there are more than " + LAST_SUBNET + " subnets", "reduce the number of links");
        return Optional.empty();
    }

    private Ipv4Address nextFreeAddress(Ipv4Address subnet, Set<Integer> taken, SourceLocation location) {
        int number = subnet.prefixLength() >= 31 ? 0 : 1;
        Ipv4Address ipv4Address = subnet.withHostNumber(number);
        while (ipv4Address.isAssignableIn(subnet) && !taken.add(ipv4Address.bits())) {
            number++;
            ipv4Address = subnet.withHostNumber(number);
        }
        if (!ipv4Address.isAssignableIn(subnet)) {
            problems.error(
                    location,
                    "the subnet " + subnet.subnet() + " has no free address left",
                    "configure a larger subnet, for example on the switch: address: 10.0.0.1/16");
        }
        return ipv4Address;
    }
}

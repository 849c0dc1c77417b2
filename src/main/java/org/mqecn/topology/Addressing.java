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
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.topology.Segment.Seat;

/**
 * Gives an address to whoever has none. A segment on which one is given has that one's subnet; each other one gets the
 * next of 10.0.1.0/24, 10.0.2.0/24, … 10.255.255.0/24. In a subnet, routers come first, then hosts, each in the order
 * of the links.
 */
final class Addressing {
    private static final int FIRST = 1;
    private static final int LAST = 65_535;
    private static final int TEN = 10 << 24;
    private static final int PREFIX = 24;

    private final Problems problems;
    private final List<Address> subnets = new ArrayList<>();
    private final Map<Seat, Address> addresses = new HashMap<>();
    private int next = FIRST;

    private Addressing(Problems problems) {
        this.problems = problems;
    }

    /** The address of every seat. */
    static Map<Seat, Address> of(List<Segment> segments, Problems problems) {
        Addressing addressing = new Addressing(problems);
        segments.forEach(addressing::checkGiven);
        if (!problems.hasErrors()) {
            segments.forEach(addressing::assign);
        }
        return addressing.addresses;
    }

    private static List<Located<Address>> given(Segment segment) {
        return Stream.concat(segment.machine().stream(),
                segment.seats().stream().map(Seat::given).flatMap(Optional::stream)).toList();
    }

    private void checkGiven(Segment segment) {
        List<Located<Address>> given = given(segment);
        if (given.isEmpty()) {
            return;
        }
        Located<Address> first = given.get(0);
        Set<Integer> seen = new HashSet<>();
        for (Located<Address> each : given) {
            Address address = each.value();
            if (!address.isOfDevice()) {
                problems.error(each.place(), "no device can have the address " + address,
                        "take another one of " + address.subnet());
            } else if (!address.isNextTo(first.value())) {
                problems.error(each.place(), address + " and " + first.value() + " (line " + first.place().line()
                        + ") meet on one link, and are in different subnets", "give both the same subnet");
            } else if (!seen.add(address.bits())) {
                problems.error(each.place(), address + " is given twice", "take another one of " + address.subnet());
            }
        }
        claim(first.value(), first.place());
    }

    private void claim(Address subnet, Place place) {
        subnets.stream().filter(subnet::overlaps).findFirst().ifPresent(other ->
                problems.error(place, "the subnet " + subnet.subnet() + " overlaps " + other.subnet()
                        + " of another link", "give each link a subnet of its own"));
        subnets.add(subnet);
    }

    private void assign(Segment segment) {
        List<Located<Address>> given = given(segment);
        Optional<Address> subnet = given.isEmpty() ? nextSubnet(segment.place())
                : Optional.of(given.get(0).value());
        Set<Integer> taken = new HashSet<>(given.stream().map(each -> each.value().bits()).toList());
        List<Seat> inOrder = Stream.concat(segment.seats().stream().filter(Seat::isRouter),
                segment.seats().stream().filter(seat -> !seat.isRouter())).toList();
        subnet.ifPresent(found -> inOrder.forEach(seat -> addresses.put(seat,
                seat.given().map(Located::value).orElseGet(() -> free(found, taken, segment.place())))));
    }

    private Optional<Address> nextSubnet(Place place) {
        while (next <= LAST) {
            Address subnet = new Address(TEN + (next << 8), PREFIX);
            next++;
            if (subnets.stream().noneMatch(subnet::overlaps)) {
                return Optional.of(subnet);
            }
        }
        problems.error(place, "there are more than " + LAST + " subnets", "make the testbed smaller");
        return Optional.empty();
    }

    private Address free(Address subnet, Set<Integer> taken, Place place) {
        int number = subnet.prefix() >= 31 ? 0 : 1;
        Address address = subnet.numbered(number);
        while (address.isNeighbourOf(subnet) && !taken.add(address.bits())) {
            number++;
            address = subnet.numbered(number);
        }
        if (!address.isNeighbourOf(subnet)) {
            problems.error(place, "the subnet " + subnet.subnet() + " has no address left",
                    "give a larger subnet, for example to the switch: address: 10.0.0.1/16");
        }
        return address;
    }
}

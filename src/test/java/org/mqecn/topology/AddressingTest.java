// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.topology.Segment.Seat;

final class AddressingTest {
    private static final Place PLACE = new Place("f", 1, 1);

    private final Problems problems = new Problems();

    private static Seat router(int link, String name) {
        return new Seat(link, name, true, Optional.empty());
    }

    private static Seat host(String name) {
        return new Seat(0, name, false, Optional.empty());
    }

    private static Seat host(String name, String address) {
        return new Seat(0, name, false, Optional.of(located(address)));
    }

    private static Located<Address> located(String address) {
        return new Located<>(Address.parse(address), PLACE);
    }

    private static Segment segment(Seat... seats) {
        return new Segment(PLACE, List.of(), List.of(seats));
    }

    private List<String> assigned(Segment... segments) {
        Map<Seat, Address> addresses = Addressing.of(List.of(segments), problems);
        List<String> all = new ArrayList<>();
        for (Segment segment : segments) {
            segment.seats().forEach(seat -> all.add(seat.node() + " " + addresses.get(seat)));
        }
        return all;
    }

    @Test
    void theRouterIsFirstAndEachLinkHasItsSubnet() {
        assertEquals(List.of("h1 10.0.1.2/24", "s 10.0.1.1/24", "s 10.0.2.1/24", "h2 10.0.2.2/24"),
                assigned(segment(host("h1"), router(0, "s")), segment(router(1, "s"), host("h2"))));
    }

    @Test
    void anAddressThatIsGivenGivesItsSubnetToTheOthers() {
        assertEquals(List.of("a 192.168.7.1/29", "b 192.168.7.2/29", "c 192.168.7.3/29"),
                assigned(segment(host("a"), host("b", "192.168.7.2/29"), host("c"))));
    }

    @Test
    void theMachinesAddressIsTaken() {
        assertEquals(List.of("a 192.168.100.2/24"), assigned(
                new Segment(PLACE, List.of(located("192.168.100.1/24")), List.of(host("a")))));
    }

    @Test
    void aSubnetThatIsGivenElsewhereIsLeftOut() {
        assertEquals(List.of("a 10.0.4.1/24", "b 10.0.2.9/23", "c 10.0.1.9/24"), assigned(segment(host("a")),
                segment(host("b", "10.0.2.9/23")), segment(host("c", "10.0.1.9/24"))));
    }

    @Test
    void aLinkOfTwoNeedsNoMoreThanTwoAddresses() {
        assertEquals(List.of("a 10.9.0.0/31", "b 10.9.0.1/31"),
                assigned(segment(host("a", "10.9.0.0/31"), host("b"))));
    }

    @Test
    void subnetsGoOnBeyond255() {
        Segment[] segments = new Segment[300];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = segment(new Seat(i, "h", false, Optional.empty()));
        }
        List<String> all = assigned(segments);
        assertEquals("h 10.0.255.1/24", all.get(254));
        assertEquals("h 10.1.0.1/24", all.get(255));
        assertEquals("h 10.1.44.1/24", all.get(299));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assigned(segment(host("a", "10.9.0.1/30"), host("b"), host("c")));
        assertEquals(List.of("the subnet 10.9.0.0/30 has no address left"),
                problems.list().stream().map(Problem::failure).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mqecn.schema.Located;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.BroadcastDomain.IpInterface;

final class AddressAllocatorTest {
    private static final SourceLocation PLACE = new SourceLocation("f", 1, 1);

    private final Problems problems = new Problems();

    private static IpInterface router(int link, String name) {
        return new IpInterface(link, name, true, Optional.empty());
    }

    private static IpInterface host(String name) {
        return new IpInterface(0, name, false, Optional.empty());
    }

    private static IpInterface host(String name, String address) {
        return new IpInterface(0, name, false, Optional.of(located(address)));
    }

    private static Located<Ipv4Address> located(String address) {
        return new Located<>(Ipv4Address.parse(address), PLACE);
    }

    private static BroadcastDomain segment(IpInterface... seats) {
        return new BroadcastDomain(PLACE, List.of(), List.of(seats));
    }

    private List<String> assigned(BroadcastDomain... segments) {
        Map<IpInterface, Ipv4Address> addresses = AddressAllocator.allocate(List.of(segments), problems);
        List<String> all = new ArrayList<>();
        for (BroadcastDomain domain : segments) {
            domain.interfaces().forEach(ipInterface -> all.add(ipInterface.node() + " " + addresses.get(ipInterface)));
        }
        return all;
    }

    @Test
    void assignsRoutersFirstAndOneSubnetPerLink() {
        assertEquals(
                List.of("h1 10.0.1.2/24", "s 10.0.1.1/24", "s 10.0.2.1/24", "h2 10.0.2.2/24"),
                assigned(segment(host("h1"), router(0, "s")), segment(router(1, "s"), host("h2"))));
    }

    @Test
    void configuredAddressDeterminesTheSubnet() {
        assertEquals(
                List.of("a 192.168.7.1/29", "b 192.168.7.2/29", "c 192.168.7.3/29"),
                assigned(segment(host("a"), host("b", "192.168.7.2/29"), host("c"))));
    }

    @Test
    void skipsTheBridgeAddress() {
        assertEquals(
                List.of("a 192.168.100.2/24"),
                assigned(new BroadcastDomain(PLACE, List.of(located("192.168.100.1/24")), List.of(host("a")))));
    }

    @Test
    void skipsConfiguredSubnets() {
        assertEquals(
                List.of("a 10.0.4.1/24", "b 10.0.2.9/23", "c 10.0.1.9/24"),
                assigned(segment(host("a")), segment(host("b", "10.0.2.9/23")), segment(host("c", "10.0.1.9/24"))));
    }

    @Test
    void supportsSlash31() {
        assertEquals(List.of("a 10.9.0.0/31", "b 10.9.0.1/31"), assigned(segment(host("a", "10.9.0.0/31"), host("b"))));
    }

    @Test
    void allocatesMoreThan255Subnets() {
        BroadcastDomain[] segments = new BroadcastDomain[300];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = segment(new IpInterface(i, "h", false, Optional.empty()));
        }
        List<String> all = assigned(segments);
        assertEquals("h 10.0.255.1/24", all.get(254));
        assertEquals("h 10.1.0.1/24", all.get(255));
        assertEquals("h 10.1.44.1/24", all.get(299));
    }

    @Test
    void reportsInvalidAddresses() {
        assigned(segment(host("a", "10.9.0.1/30"), host("b"), host("c")));
        assertEquals(
                List.of("the subnet 10.9.0.0/30 has no free address left"),
                problems.list().stream().map(Problem::failure).toList());
    }
}

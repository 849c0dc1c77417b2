// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the routes hop by hop, as packets do. */
final class RouteCalculatorTest {
    private static final int MOST_HOPS = 64;

    private static Testbed read(String text) {
        return TestbedFile.of("lab.yaml", text).testbed();
    }

    /** A connected network of routers and hosts, with more links than a tree has. */
    private static String random(long seed) {
        Random random = new Random(seed);
        int routers = 1 + random.nextInt(12);
        int hosts = 2 + random.nextInt(12);
        StringBuilder switches = new StringBuilder("switches: {");
        List<String> links = new ArrayList<>();
        for (int i = 0; i < routers; i++) {
            switches.append("r").append(i).append(": , ");
            if (i > 0) {
                links.add("{between: [r" + i + ", r" + random.nextInt(i) + "]}");
            }
        }
        for (int i = 0; i < routers; i++) {
            int from = random.nextInt(routers);
            int to = random.nextInt(routers);
            if (from != to) {
                links.add("{between: [r" + from + ", r" + to + "]}");
            }
        }
        StringBuilder text = new StringBuilder("hosts: {");
        for (int i = 0; i < hosts; i++) {
            text.append("h").append(i).append(": , ");
            links.add("{between: [h" + i + ", r" + random.nextInt(routers) + "]}");
        }
        // Some routers also meet on a bridge, with a host of its own.
        switches.append("b: {kind: bridge}, ");
        text.append("hb: , ");
        links.add("{between: [hb, b]}");
        for (int i = 0; i < routers; i += 3) {
            links.add("{between: [r" + i + ", b]}");
        }
        return text + "}\n" + switches + "}\nlinks: [" + String.join(", ", links) + "]\n";
    }

    /** Follows the routes from one host to an address; each choice between next hops is tried. */
    private record RouteWalk(
            Testbed testbed,
            Map<String, String> owners,
            Map<String, List<Route>> routes,
            Map<String, List<Ipv4Address>> addresses) {
        static RouteWalk of(Testbed testbed) {
            Map<String, String> owners = new HashMap<>();
            Map<String, List<Ipv4Address>> addresses = new HashMap<>();
            testbed.links().forEach(link -> link.ends()
                    .forEach(linkEnd -> linkEnd.address().ifPresent(ipv4Address -> {
                        assertEquals(
                                null,
                                owners.put(ipv4Address.hostAddress(), linkEnd.node()),
                                ipv4Address + " is there twice");
                        addresses
                                .computeIfAbsent(linkEnd.node(), name -> new ArrayList<>())
                                .add(ipv4Address);
                    })));
            Map<String, List<Route>> routes = new HashMap<>();
            testbed.hosts().forEach(host -> routes.put(host.name(), host.routes()));
            testbed.switches().forEach(each -> routes.put(each.name(), each.routes()));
            return new RouteWalk(testbed, owners, routes, addresses);
        }

        /** Returns the length of the longest path; fails if a path ends early or loops. */
        int hops(String from, Ipv4Address to, int soFar) {
            assertTrue(soFar < MOST_HOPS, "packets for " + to + " go round");
            if (addresses.get(from).stream().anyMatch(own -> own.isInSameSubnetAs(to))) {
                return soFar;
            }
            List<Route> fitting = routes.get(from).stream()
                    .filter(route -> leadsTo(route, to))
                    .toList();
            assertEquals(1, fitting.size(), from + " has these routes to " + to + ": " + fitting);
            int longest = 0;
            for (String hop : fitting.get(0).via()) {
                assertTrue(
                        addresses.get(from).stream().anyMatch(own -> Ipv4Address.parse(hop + "/" + own.prefixLength())
                                .isInSameSubnetAs(own)),
                        hop + " is no neighbour of " + from);
                longest = Math.max(longest, hops(owners.get(hop), to, soFar + 1));
            }
            return longest;
        }

        private static boolean leadsTo(Route route, Ipv4Address to) {
            return route.to().equals(Route.DEFAULT) || route.to().equals(to.subnet());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyHostReachesEveryAddress(long seed) {
        Testbed testbed = read(random(seed));
        RouteWalk routeWalk = RouteWalk.of(testbed);
        for (Host from : testbed.hosts()) {
            routeWalk.addresses.forEach(
                    (node, addresses) -> addresses.forEach(to -> routeWalk.hops(from.name(), to, 0)));
        }
    }

    @Test
    void usesAllSpinesBetweenLeaves() {
        Testbed testbed = read("leaf-spine: {leaves: 3, spines: 4, hosts-per-leaf: 2}");
        RouteWalk routeWalk = RouteWalk.of(testbed);
        Switch leaf = testbed.switches().get(0);
        Ipv4Address far = routeWalk.addresses.get("h6").get(0);
        Route route = leaf.routes().stream()
                .filter(each -> each.to().equals(far.subnet()))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("spine1", "spine2", "spine3", "spine4"),
                route.via().stream().map(routeWalk.owners::get).toList());
        assertEquals(3, routeWalk.hops("h1", far, 0));
    }

    @Test
    void prefersTheShortestPath() {
        Testbed testbed = read(
                """
                hosts: {a: , b: }
                switches: {r1: , r2: , r3: }
                links:
                  - {between: [a, r1]}
                  - {between: [r1, r2]}
                  - {between: [r2, r3]}
                  - {between: [r1, r3]}
                  - {between: [r3, b]}
                """);
        RouteWalk routeWalk = RouteWalk.of(testbed);
        assertEquals(2, routeWalk.hops("a", routeWalk.addresses.get("b").get(0), 0));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.Rate;

/** Paths of packets, and plans of flows that saturate a port. */
final class SaturationPlanTest {
    private static final Testbed STAR = testbed("star: {hosts: 3, rate: 995mbit, base-rtt: 250us}");
    private static final Testbed DUMBBELL =
            testbed("dumbbell: {pairs: 2, rate: 1gbit, bottleneck-rate: 100mbit, base-rtt: 1ms}");
    private static final Testbed FABRIC =
            testbed("leaf-spine: {leaves: 2, spines: 2, hosts-per-leaf: 2, rate: 995mbit, base-rtt: 250us}");
    private static final Testbed BRIDGES = testbed(
            """
            defaults: {link: {rate: 100mbit}, switch: {kind: bridge}}
            switches: {br0: {}, br1: {}}
            hosts: {server: {routes: [{to: default, via: middle}]}, middle: {},
                client: {routes: [{to: default, via: middle}]}, clerk: {routes: [{to: default, via: middle}]}}
            links:
              - {between: [server, br0]}
              - {between: [middle, br0], rate: 200mbit}
              - {between: [middle, br1], rate: 200mbit}
              - {between: [client, br1]}
              - {between: [clerk, br1]}
            """);

    private static Testbed testbed(String text) {
        return TestbedFile.of("test.yaml", text).testbed();
    }

    private static Host host(Testbed testbed, String name) {
        return testbed.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<NetworkPath> paths(Testbed testbed, String from, String to) {
        return new NetworkPaths(testbed).pathsBetween(host(testbed, from), host(testbed, to));
    }

    private static List<String> nodes(NetworkPath networkPath) {
        return networkPath.hops().stream()
                .map(pathHop -> pathHop.egress().node())
                .toList();
    }

    private static SaturationPlan plan(Testbed testbed, String node, String neighbour, Map<String, Rate> cards) {
        List<SaturationPlan.HostPair> pairs = new ArrayList<>();
        for (Host from : testbed.hosts()) {
            for (Host to : testbed.hosts()) {
                if (from != to) {
                    pairs.add(new SaturationPlan.HostPair(paths(testbed, from.name(), to.name())));
                }
            }
        }
        return SaturationPlan.of(hop(testbed, node, neighbour), pairs, cards);
    }

    private static PathHop hop(Testbed testbed, String node, String neighbour) {
        return new NetworkPaths(testbed)
                .allHops().stream()
                        .filter(pathHop -> pathHop.egress().node().equals(node)
                                && pathHop.link().ends().stream()
                                        .map(LinkEnd::node)
                                        .anyMatch(neighbour::equals))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<String> flows(SaturationPlan plan) {
        return plan.flows().stream()
                .map(networkPath -> networkPath.from() + " " + networkPath.to())
                .toList();
    }

    @Test
    void followsRouters() {
        List<NetworkPath> ways = paths(DUMBBELL, "a1", "b2");
        assertEquals(1, ways.size());
        assertEquals(List.of("a1", "s1", "s2"), nodes(ways.get(0)));
        assertEquals(host(DUMBBELL, "b2").name(), ways.get(0).to());
    }

    @Test
    void followsAllEqualCostPaths() {
        assertEquals(
                List.of(List.of("h1", "leaf1", "spine1", "leaf2"), List.of("h1", "leaf1", "spine2", "leaf2")),
                paths(FABRIC, "h1", "h3").stream()
                        .map(SaturationPlanTest::nodes)
                        .sorted((one, other) -> one.toString().compareTo(other.toString()))
                        .toList());
    }

    @Test
    void followsBridgesAndForwardingHosts() {
        assertEquals(
                List.of("server", "br0", "middle", "br1"),
                nodes(paths(BRIDGES, "server", "client").get(0)));
        assertEquals(
                List.of("client", "br1"),
                nodes(paths(BRIDGES, "client", "clerk").get(0)));
    }

    @Test
    void saturatesWithOneUnlimitedSender() {
        SaturationPlan plan = plan(STAR, "s1", "h2", Map.of());
        assertEquals(List.of("h1 h2"), flows(plan));
        assertTrue(plan.passesPortAlways());
    }

    @Test
    void saturatesWithSeveralRateLimitedSenders() {
        Rate card = Rate.parse("995mbit");
        assertEquals(
                List.of("h1 h2", "h3 h2"), flows(plan(STAR, "s1", "h2", Map.of("h1", card, "h2", card, "h3", card))));
    }

    @Test
    void saturatesFastPortFromItsSideOfASlowLink() {
        assertEquals(List.of("b1 b2"), flows(plan(DUMBBELL, "s2", "b2", Map.of())));
        assertEquals(List.of("a1 b1"), flows(plan(DUMBBELL, "s1", "s2", Map.of())));
    }

    @Test
    void reportsPortsThatCannotBeSaturated() {
        Rate slow = Rate.parse("100mbit");
        assertEquals(List.of(), flows(plan(STAR, "s1", "h2", Map.of("h1", slow, "h3", slow))));
    }

    @Test
    void respectsFlowRateLimits() {
        for (String kind : List.of("eiffel", "fq")) {
            String star =
                    """
                    star: {hosts: 4, rate: 100mbit, base-rtt: 250us}
                    defaults: {link: {qdisc: {%s: {maxrate: %s}}}}
                    """;
            assertEquals(
                    List.of("h1 h2", "h3 h2"),
                    flows(plan(testbed(star.formatted(kind, "60mbit")), "s1", "h2", Map.of())),
                    kind);
            assertEquals(List.of(), flows(plan(testbed(star.formatted(kind, "10mbit")), "s1", "h2", Map.of())), kind);
        }
    }

    @Test
    void usesManyPairsWithEqualCostPaths() {
        SaturationPlan plan = plan(FABRIC, "leaf1", "spine1", Map.of());
        assertFalse(plan.passesPortAlways());
        assertEquals(List.of("h1 h3", "h1 h4", "h2 h3", "h2 h4"), flows(plan));
    }

    @Test
    void samplesPortsOfEachClass() {
        List<PathHop> all = new NetworkPaths(FABRIC)
                .allHops().stream()
                        .filter(pathHop -> pathHop.egress().qdisc().rate().isPresent())
                        .toList();
        List<PathHop> chosen = SaturationPlan.samplePorts(
                all,
                pathHop -> pathHop.link().ends().stream()
                        .anyMatch(linkEnd -> linkEnd.node().startsWith("h")),
                6);
        assertEquals(6, chosen.size());
        assertEquals(
                3,
                chosen.stream()
                        .filter(pathHop -> pathHop.link().ends().stream()
                                .anyMatch(linkEnd -> linkEnd.node().startsWith("h")))
                        .count());
        assertEquals(all, SaturationPlan.samplePorts(all, pathHop -> "", 100));
    }
}

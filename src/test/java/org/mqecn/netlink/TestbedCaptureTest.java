// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mqecn.value.RouteMetrics;

/** Parses recorded devices, addresses, routes and qdiscs of a testbed. */
final class TestbedCaptureTest {
    private static final Map<String, DeviceLink> LINKS = NetlinkCapture.payloads("testbed-links-6.1.192").stream()
            .map(DeviceLink::parse)
            .collect(Collectors.toMap(DeviceLink::name, Function.identity()));

    private static DeviceLink link(String name) {
        return LINKS.get(name);
    }

    private static Qdisc qdisc(String device, String kind) {
        return NetlinkCapture.payloads("testbed-qdiscs-6.1.192").stream()
                .map(Qdisc::parse)
                .filter(each -> each.deviceIndex() == link(device).index()
                        && each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<KernelRoute> routes(String name) {
        return NetlinkCapture.payloads(name).stream()
                .flatMap(each -> KernelRoute.parse(each).stream())
                .toList();
    }

    private static KernelRoute route(String destination) {
        return routes("testbed-routes-6.1.192").stream()
                .filter(each -> each.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private static List<KernelRoute.NextHop> via(String address, String device) {
        return List.of(new KernelRoute.NextHop(link(device).index(), address));
    }

    @Test
    void readsABridgeAndItsPort() {
        assertEquals("bridge", link("br0").kind());
        assertEquals("mqecn star", link("br0").alias());
        assertEquals("02:00:00:00:00:05", link("br0").mac());
        assertEquals(link("br0").index(), link("p1").master());
        assertEquals(1400, link("p1").mtu());
        assertEquals(0, link("p2").master());
        assertEquals(1, link("p2").gsoMaxSegments());
        assertEquals("", link("p2").alias());
    }

    @Test
    void readsAddresses() {
        List<DeviceAddress> addresses = NetlinkCapture.payloads("testbed-addresses-6.1.192").stream()
                .map(DeviceAddress::parse)
                .toList();
        assertEquals(
                List.of(
                        new DeviceAddress(1, 0x7f000001, 8),
                        new DeviceAddress(link("br0").index(), 0xc0a86401, 24),
                        new DeviceAddress(link("p2").index(), 0x0a000201, 24)),
                addresses.subList(0, 3));
    }

    @Test
    void readsRoutes() {
        assertEquals(
                new KernelRoute(
                        "default",
                        via("10.0.4.2", "p4"),
                        new RouteMetrics(Optional.of(Duration.ofMillis(10)), Optional.empty(), false),
                        3,
                        KernelRoute.TYPE_UNICAST),
                route("default"));
        assertEquals(
                new KernelRoute(
                        "10.0.2.0/24",
                        via("", "p2"),
                        RouteMetrics.NONE,
                        KernelRoute.PROTOCOL_KERNEL,
                        KernelRoute.TYPE_UNICAST),
                route("10.0.2.0/24"));
        assertEquals(
                new KernelRoute("10.9.0.0/24", via("10.0.2.2", "p2"), RouteMetrics.NONE, 3, KernelRoute.TYPE_UNICAST),
                route("10.9.0.0/24"));
        assertEquals(new KernelRoute("10.8.0.0/16", List.of(), RouteMetrics.NONE, 3, 7), route("10.8.0.0/16"));
    }

    @Test
    void readsOnlyTheMainTable() {
        assertEquals(8, routes("testbed-routes-6.1.192").size());
    }

    @Test
    void readsMultipathRoutes() {
        KernelRoute route = routes("routes-multipath-6.18.44").stream()
                .filter(each -> each.destination().equals("10.9.0.0/24"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("10.0.2.2", "10.0.3.2"),
                route.nextHops().stream().map(KernelRoute.NextHop::via).toList());
        assertEquals(
                2,
                route.nextHops().stream()
                        .mapToInt(KernelRoute.NextHop::deviceIndex)
                        .distinct()
                        .count());
    }

    @Test
    void readsTbfWithChildRed() {
        assertEquals(
                Map.of("rate", List.of(100_000_000L), "limit", List.of(15_125L), "burst", List.of(15_000L)),
                qdisc("p1", "tbf").stockOptions());
        assertEquals(List.of(40_000_000_000L), qdisc("p5", "tbf").stockOptions().get("rate"));
        Qdisc red = qdisc("p1", "red");
        assertEquals("parent 1:1", red.parentText());
        assertEquals(
                Map.of(
                        "limit",
                        List.of(100_000L),
                        "min",
                        List.of(30_000L),
                        "max",
                        List.of(90_000L),
                        "probability",
                        List.of(20_000L),
                        "ecn",
                        List.of(1L),
                        "harddrop",
                        List.of(0L),
                        "adaptive",
                        List.of(0L),
                        "nodrop",
                        List.of(0L)),
                red.stockOptions());
    }

    @Test
    void readsNetem() {
        assertEquals(
                Map.of(
                        "limit",
                        List.of(100_000L),
                        "delay",
                        List.of(124_992L),
                        "jitter",
                        List.of(9_984L),
                        "loss",
                        List.of(1_000L),
                        "duplicate",
                        List.of(0L),
                        "reorder",
                        List.of(0L),
                        "corrupt",
                        List.of(0L),
                        "rate",
                        List.of(1_000_000_000L)),
                qdisc("p3", "netem").stockOptions());
    }

    @Test
    void readsEts() {
        Map<String, List<Long>> options = qdisc("p2", "ets").stockOptions();
        assertEquals(List.of(4L), options.get("bands"));
        assertEquals(List.of(1L), options.get("strict"));
        assertEquals(List.of(1500L, 3000L, 4500L), options.get("quanta"));
        assertEquals(16, options.get("priomap").size());
    }

    @Test
    void readsFairQueueingQdiscs() {
        Map<String, List<Long>> fqCodel = qdisc("p4", "fq_codel").stockOptions();
        assertEquals(List.of(999_000L), fqCodel.get("ce_threshold"));
        assertEquals(List.of(1L), fqCodel.get("ecn"));
        assertEquals(List.of(2000L), fqCodel.get("limit"));
        assertEquals(List.of(1_000_000L), qdisc("p6", "fq").stockOptions().get("ce_threshold"));
        assertEquals(List.of(10_000L), qdisc("p6", "fq").stockOptions().get("timer_slack"));
    }

    @Test
    void ignoresUnknownKinds() {
        assertEquals(Map.of(), qdisc("lo", "noqueue").stockOptions());
    }

    @Test
    void readsQdiscStatistics() {
        QdiscStatistics red = qdisc("p7", "red").parseStatistics();
        assertEquals(OptionalLong.of(0), red.marks());
        assertTrue(red.backlogPackets() > 0);
        assertTrue(red.backlogBytes() / red.backlogPackets() > 9_000, "GSO packets: " + red);
        assertTrue(red.sentPackets() > 100 && red.sentBytes() / red.sentPackets() < 1_515, "segments: " + red);
        assertEquals(
                OptionalLong.empty(), qdisc("p3", "netem").parseStatistics().marks());
        assertEquals(
                OptionalLong.of(0), qdisc("p4", "fq_codel").parseStatistics().marks());
    }
}

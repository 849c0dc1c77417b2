// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.QueueLimit.QueueLimitAssessment;
import org.mqecn.value.Rate;
import org.mqecn.value.RouteMetrics;

final class QueueLimitTest {
    private static QueueLimit packets(long packets, String rate, long rttMicros) {
        return QueueLimit.ofPackets(packets, Rate.parse(rate), Duration.ofNanos(rttMicros * 1000), 1500);
    }

    @Test
    void computesDrainTime() {
        QueueLimit limit = packets(2_000_000, "10gbit", 250);
        assertEquals(Duration.ofNanos(2_460_800_000L), limit.drainTime());
        assertEquals(312_500, limit.bandwidthDelayProduct());
        assertEquals(41_666, limit.ciscoDefaultPackets());
        assertEquals(
                List.of(
                        "2000000 full packets, 3076000000 bytes on the wire, drain in 2.461 s at 10 Gbit/s",
                        "the bandwidth-delay product at an RTT of 250 µs is 312500 bytes; the limit is 9843.20 times that",
                        "routers: a Cisco ASR 1000 allows 1 to 2000000 packets, by default 50 ms, here 41666 packets; "
                                + "Juniper Junos (MPC) buffers 100 ms at this rate",
                        "too long: above the buffers of routers; the last packet waits for all of it to drain"),
                limit.describe());
    }

    @ParameterizedTest
    @CsvSource({
        "2000001, 400gbit, 0, TOO_MANY_PACKETS",
        "2000000, 400gbit, 0, REASONABLE",
        "81274, 10gbit, 0, REASONABLE",
        "81275, 10gbit, 0, TOO_LONG",
        "4000, 100mbit, 0, REASONABLE",
        "5000, 100mbit, 0, TOO_LONG",
        "100, 100mbit, 100000, TOO_SHORT",
        "813, 100mbit, 100000, REASONABLE",
        "1, 100mbit, 0, REASONABLE"
    })
    void assessments(long packets, String rate, long rttMicros, QueueLimitAssessment queueLimitAssessment) {
        assertEquals(queueLimitAssessment, packets(packets, rate, rttMicros).assessment());
    }

    @Test
    void convertsWireBytesToFrames() {
        QueueLimit limit = QueueLimit.ofBytes(100_000, Rate.parse("100mbit"), Duration.ZERO, 1500);
        assertEquals(65, limit.packets());
        assertEquals(Duration.ofMillis(8), limit.drainTime());
        assertEquals("100000 bytes (65 packets, 8 ms at 100 Mbit/s)", limit.toString());
    }

    @Test
    void ciscoDefaultIsAtLeast64Packets() {
        assertEquals(64, packets(1, "10mbit", 0).ciscoDefaultPackets());
    }

    /** Two hosts with delays of 1 and 2 ms, and two switches between them on a link of 3 ms. */
    private static Testbed testbed(QueueingDiscipline first, QueueingDiscipline second) {
        List<Switch> switches = List.of(router("s1"), router("s2"));
        return new Testbed(
                "t",
                Map.of(),
                List.of(host("h1", 1), host("h2", 2)),
                switches,
                List.of(
                        link("s1", first, "h1", 0),
                        link("s1", second, "s2", 3),
                        link("s2", QueueingDiscipline.KERNEL_DEFAULT, "h2", 0)));
    }

    private static Switch router(String name) {
        return new Switch(name, Switch.SwitchKind.ROUTER, Optional.empty(), List.of(), Map.of());
    }

    private static Host host(String name, long delayMillis) {
        return new Host(
                name,
                Optional.empty(),
                new NetworkStack(
                        Optional.empty(),
                        Optional.empty(),
                        RouteMetrics.NONE,
                        Duration.ofMillis(delayMillis),
                        Optional.empty(),
                        GsoMode.OFF,
                        Map.of()),
                List.of(),
                List.of());
    }

    private static Link link(String from, QueueingDiscipline port, String to, long delayMillis) {
        return new Link(
                end(from, to, port, delayMillis),
                end(to, "eth0", QueueingDiscipline.KERNEL_DEFAULT, delayMillis),
                Optional.of(Rate.parse("100mbit")),
                1500);
    }

    private static Link.LinkEnd end(String node, String device, QueueingDiscipline port, long delayMillis) {
        return new Link.LinkEnd(
                node, device, "", Optional.empty(), port, Impairment.ofDelay(Duration.ofMillis(delayMillis)));
    }

    private static QueueingDiscipline stock(QueueingDiscipline.TcQdisc... layers) {
        return new QueueingDiscipline(List.of(layers), Optional.empty(), OptionalLong.empty());
    }

    private static QueueingDiscipline.TcQdisc layer(String parent, String handle, String arguments) {
        List<String> all = List.of(arguments.split(" "));
        return QueueingDiscipline.TcQdisc.stock(parent, handle, all.get(0), all.subList(1, all.size()));
    }

    @Test
    void portBaseRttIsTheMaximumOfItsPaths() {
        QueueingDiscipline dwrr = QueueingDiscipline.dwrr(
                QdiscRequest.parse(QdiscKind.DWRR, List.of("shared-buffer", "100k")), Optional.empty());
        Map<Link.LinkEnd, QueueLimit> limits = QueueLimitAnalysis.analyze(testbed(dwrr, dwrr));
        assertEquals(
                List.of(Duration.ofMillis(9), Duration.ofMillis(9)),
                limits.values().stream().map(QueueLimit::rtt).toList());
        assertEquals(
                List.of("port s1/h1 and 1 other port: the limit of 102400 bytes (66 packets, 8.192 ms at 100 Mbit/s), "
                        + "base RTT 9 ms, is " + QueueLimitAssessment.TOO_SHORT.description()),
                QueueLimitAnalysis.warnings(testbed(dwrr, dwrr)));
    }

    @Test
    void limitIsThatOfTheLeafQdisc() {
        QueueingDiscipline red = stock(
                layer("root", "1:", "tbf rate 100mbit burst 15000 latency 10us"),
                layer("1:1", "2:", "red limit 1000000 min 30000 max 90000 avpkt 1000 burst 35 ecn bandwidth 100mbit"));
        QueueingDiscipline tbf = stock(layer("root", "1:", "tbf rate 100mbit burst 15000 latency 10us"));
        QueueingDiscipline fifo = stock(layer("root", "1:", "pfifo limit 1000000"));
        assertEquals(
                List.of(1_000_000L, 15_125L),
                QueueLimitAnalysis.analyze(testbed(red, tbf)).values().stream()
                        .map(QueueLimit::bytes)
                        .toList());
        assertEquals(List.of(), QueueLimitAnalysis.warnings(testbed(red, QueueingDiscipline.KERNEL_DEFAULT)));
        assertEquals(1, QueueLimitAnalysis.warnings(testbed(fifo, red)).size());
    }
}

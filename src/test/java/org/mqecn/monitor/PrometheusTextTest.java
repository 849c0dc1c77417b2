// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.EiffelCounter;
import org.mqecn.port.Histogram;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.QueueHistograms;

final class PrometheusTextTest {
    private static final Port DWRR = new Port(
            "eth1",
            "dwrr",
            "1:",
            "root",
            new PortConfig(
                    QdiscKind.DWRR,
                    Map.of(DwrrSetting.RATE, 995_000_000L, DwrrSetting.ECN_SCHEME, (long) EcnScheme.MQ_ECN.ordinal()),
                    List.of(new QueueConfig(0, Map.of(DwrrSetting.QUANTUM, 1538L)))),
            PortStats.ofQueues(
                    new Counters(Map.of(DwrrCounter.ROUND_TIME_PS, 12_345L)),
                    List.of(new Counters(Map.of(
                            DwrrCounter.SENT_PACKETS, -1L,
                            DwrrCounter.DROPPED_EARLY, 2L,
                            DwrrCounter.DROPPED_SHARED_BUFFER, 3L,
                            DwrrCounter.SOJOURN_NS, 1_500L,
                            DwrrCounter.BACKLOG_BYTES, 0L)))));

    @Test
    void unitsLabelsAndTypes() {
        assertEquals(
                """
                # HELP mqecn_build_info Version of mqecn.
                # TYPE mqecn_build_info gauge
                mqecn_build_info{version="0.1.0"} 1
                # HELP mqecn_port_info What the port is.
                # TYPE mqecn_port_info gauge
                mqecn_port_info{device="eth1",handle="1:",kind="dwrr",parent="root",ecn_scheme="mq-ecn"} 1
                # HELP mqecn_port_rate_bytes_per_second Rate of the shaper.
                # TYPE mqecn_port_rate_bytes_per_second gauge
                mqecn_port_rate_bytes_per_second{device="eth1",handle="1:"} 124375000
                # HELP mqecn_queue_quantum_bytes Quantum of the queue, its weight.
                # TYPE mqecn_queue_quantum_bytes gauge
                mqecn_queue_quantum_bytes{device="eth1",handle="1:",queue="0"} 1538
                # HELP mqecn_port_round_time_seconds The counter round_time_ps of the port, see mqecn(8).
                # TYPE mqecn_port_round_time_seconds gauge
                mqecn_port_round_time_seconds{device="eth1",handle="1:"} 0.000000012345
                # HELP mqecn_queue_sent_packets_total The counter sent_packets of the queue, see mqecn(8).
                # TYPE mqecn_queue_sent_packets_total counter
                mqecn_queue_sent_packets_total{device="eth1",handle="1:",queue="0"} 18446744073709551615
                # HELP mqecn_queue_dropped_packets_total Packets that the queue dropped, by reason.
                # TYPE mqecn_queue_dropped_packets_total counter
                mqecn_queue_dropped_packets_total{device="eth1",handle="1:",queue="0",reason="shared_buffer"} 3
                mqecn_queue_dropped_packets_total{device="eth1",handle="1:",queue="0",reason="early"} 2
                # HELP mqecn_queue_backlog_bytes The counter backlog_bytes of the queue, see mqecn(8).
                # TYPE mqecn_queue_backlog_bytes gauge
                mqecn_queue_backlog_bytes{device="eth1",handle="1:",queue="0"} 0
                # HELP mqecn_queue_sojourn_seconds The counter sojourn_ns of the queue, see mqecn(8).
                # TYPE mqecn_queue_sojourn_seconds gauge
                mqecn_queue_sojourn_seconds{device="eth1",handle="1:",queue="0"} 0.0000015
                """,
                PrometheusText.of(List.of(DWRR), "0.1.0"));
    }

    /** Buckets are cumulative and always the same. */
    @Test
    void histograms() {
        Histogram sojourn = new Histogram(8, 7, List.of(2L, 3L, 4L, 5L, 6L), 40_000, 4_000);
        Histogram occupancy = new Histogram(6, 0, List.of(), 0, 0);
        Port port = new Port(
                "eth1",
                "dwrr",
                "1:",
                "root",
                DWRR.config(),
                DWRR.stats().with(List.of(new QueueHistograms(sojourn, occupancy))));
        String text = PrometheusText.of(List.of(port), "0.1.0");
        String name = "mqecn_queue_sojourn_histogram_seconds";
        String labels = "{device=\"eth1\",handle=\"1:\",queue=\"0\"";
        assertTrue(text.contains("# TYPE " + name + " histogram\n" + name + "_bucket" + labels), text);
        for (String line : List.of(
                name + "_bucket" + labels + ",le=\"0.000001023\"} 0",
                name + "_bucket" + labels + ",le=\"0.000002047\"} 2",
                name + "_bucket" + labels + ",le=\"0.000004095\"} 20",
                name + "_bucket" + labels + ",le=\"+Inf\"} 20",
                name + "_sum" + labels + "} 0.00004",
                name + "_count" + labels + "} 20",
                "mqecn_queue_occupancy_histogram_bytes_bucket" + labels + ",le=\"255\"} 0",
                "mqecn_queue_occupancy_histogram_bytes_bucket" + labels + ",le=\"+Inf\"} 0")) {
            assertTrue(text.contains(line + "\n"), line + " in " + text);
        }
    }

    /** All samples of a metric are in one group, whatever the number of ports. */
    @Test
    void severalPorts() {
        Port eiffel = new Port(
                "a\"b",
                "eiffel",
                "2:",
                "root",
                new PortConfig(QdiscKind.EIFFEL, Map.of(), List.of()),
                new PortStats(
                        new Counters(
                                Map.of(EiffelCounter.DROPPED_PACKETS, 7L, EiffelCounter.UNTHROTTLE_LATENCY_NS, 5L)),
                        List.of(),
                        List.of(0L, 9L)));
        String text = PrometheusText.of(List.of(DWRR, eiffel, DWRR), "0.1.0");
        assertEquals(
                text.lines().filter(line -> line.startsWith("# TYPE")).count(),
                text.lines()
                        .filter(line -> line.startsWith("# TYPE"))
                        .distinct()
                        .count());
        assertTrue(
                text.contains("mqecn_port_info{device=\"a\\\"b\",handle=\"2:\",kind=\"eiffel\",parent=\"root\"} 1\n"),
                text);
        assertTrue(text.contains("mqecn_port_dropped_packets_total{device=\"a\\\"b\",handle=\"2:\"} 7\n"), text);
        assertTrue(
                text.contains("mqecn_port_unthrottle_latency_seconds{device=\"a\\\"b\",handle=\"2:\"} 0.000000005\n"),
                text);
        assertTrue(
                text.contains("mqecn_port_rank_packets_total{device=\"a\\\"b\",handle=\"2:\",rank=\"1\"} 9\n"), text);
    }

    /** The dashboard of Grafana uses metrics that a port with all counters has. */
    @Test
    void dashboard() throws IOException {
        Counters all = new Counters(
                Arrays.stream(DwrrCounter.values()).collect(Collectors.toMap(counter -> counter, counter -> 1L)));
        Port port = new Port(
                "eth1",
                "dwrr",
                "1:",
                "root",
                new PortConfig(
                        QdiscKind.DWRR,
                        Map.of(DwrrSetting.RATE, 8L, DwrrSetting.SHARED_BUFFER, 1L, DwrrSetting.ECN_SCHEME, 0L),
                        List.of(new QueueConfig(0, Map.of(DwrrSetting.QUANTUM, 1L)))),
                PortStats.ofQueues(all, List.of(all)));
        Set<String> names = PrometheusText.of(List.of(port), "0.1.0")
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());
        Set<String> used = Pattern.compile("\\bmqecn_\\w+")
                .matcher(Files.readString(Path.of("docs/grafana-dashboard.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(used.size() > 10, used.toString());
        used.removeAll(names);
        assertEquals(Set.of(), used);
    }

    @Test
    void withoutPorts() {
        assertEquals(3, PrometheusText.of(List.of(), "0.1.0").lines().count());
    }
}

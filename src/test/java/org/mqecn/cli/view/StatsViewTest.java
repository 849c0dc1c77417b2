// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mqecn.GoldenFile;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.Histogram;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.QueueHistograms;
import org.mqecn.port.Setting;

final class StatsViewTest {
    /** A port whose counters in queue i are multiples of (i + 1) * factor and exceed 32 bits. */
    private static Port port(long factor) {
        Map<Setting, Long> values = new HashMap<>();
        for (Setting setting : DwrrSetting.values()) {
            values.put(setting, 1L);
        }
        values.put(DwrrSetting.RATE, 995_000_000L);
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.MQ_ECN.ordinal());
        List<QueueConfig> queues =
                IntStream.range(0, 2).mapToObj(i -> new QueueConfig(i, values)).toList();
        Map<Counter, Long> port = new HashMap<>(counters(3 * factor).values());
        port.put(DwrrCounter.ROUND_TIME_PS, 24_608_499L);
        port.put(DwrrCounter.DROPPED_SPLIT, 1L);
        return new Port(
                "eth1",
                "dwrr",
                "1:",
                "root",
                new PortConfig(QdiscKind.DWRR, values, queues),
                PortStats.ofQueues(new Counters(port), List.of(counters(factor), counters(2 * factor))));
    }

    private static Counters counters(long factor) {
        Map<Counter, Long> counters = new HashMap<>();
        for (DwrrCounter counter : DwrrCounter.values()) {
            if (counter.ordinal() < DwrrCounter.DROPPED_PURGED.ordinal()
                    || counter.ordinal() > DwrrCounter.DROPPED_SPLIT.ordinal()
                            && counter != DwrrCounter.ROUND_TIME_PS) {
                counters.put(counter, factor * (counter.ordinal() + 1));
            }
        }
        return new Counters(counters);
    }

    private static String show(boolean json) throws IOException {
        StringWriter text = new StringWriter();
        new StatsView(new PrintWriter(text), json).print(List.of(port(10_000_000_000L)));
        return text.toString();
    }

    @Test
    void table() throws IOException {
        GoldenFile.assertEquals("stats.txt", show(false));
    }

    /** Quantiles in a table of their own, which is as wide as the lines of a terminal. */
    @Test
    void histograms() throws IOException {
        Histogram sojourn = new Histogram(8, 100, List.of(9_000L, 900L, 99L, 1L), 1L << 40, 20_000_000_000L);
        Histogram occupancy = new Histogram(6, 20, List.of(9_000L, 900L, 99L, 1L), 1L << 40, 6_152L);
        Histogram none = new Histogram(6, 0, List.of(), 0, 0);
        Port port = port(1);
        List<Port> ports = List.of(new Port(
                port.device(),
                port.kind(),
                port.handle(),
                port.parent(),
                port.config(),
                port.stats().with(List.of(new QueueHistograms(sojourn, occupancy), new QueueHistograms(none, none)))));
        StringWriter table = new StringWriter();
        new StatsView(new PrintWriter(table), false).print(ports);
        StringWriter json = new StringWriter();
        new StatsView(new PrintWriter(json), true).print(ports);
        GoldenFile.assertEquals("stats-histograms.txt", table.toString());
        GoldenFile.assertEquals("stats-histograms.json", json.toString());
    }

    /** Queue 1 got not-ECT packets only, queue 0 of both kinds. */
    @Test
    void explainsWhyNothingIsMarked() throws IOException {
        Port port = port(1);
        Map<Counter, Long> notEct = new HashMap<>(counters(1).values());
        notEct.put(DwrrCounter.ARRIVED_ECT_PACKETS, 0L);
        notEct.put(DwrrCounter.ARRIVED_CE_PACKETS, 0L);
        String hint = "no marks in queue 1: no packet was ECN-capable";
        assertTrue(show(port, counters(1), new Counters(notEct)).contains(hint));
        notEct.put(DwrrCounter.ARRIVED_ECT_PACKETS, 1L);
        assertFalse(show(port, counters(1), new Counters(notEct)).contains("no marks"));
    }

    private static String show(Port port, Counters... queues) throws IOException {
        StringWriter text = new StringWriter();
        new StatsView(new PrintWriter(text), false)
                .print(List.of(new Port(
                        port.device(),
                        port.kind(),
                        port.handle(),
                        port.parent(),
                        port.config(),
                        PortStats.ofQueues(port.stats().port(), List.of(queues)))));
        return text.toString();
    }

    @Test
    void json() throws IOException {
        GoldenFile.assertEquals("stats.json", show(true));
    }

    @Test
    void recordsAreOneLineEachWithTime() throws IOException {
        StringWriter text = new StringWriter();
        PortActivity activity = PortActivity.between(List.of(port(1_000_000)), port(3_000_000), 500_000_000);
        StatsView.printJsonLine(
                new PrintWriter(text), Instant.parse("2026-11-29T05:24:20.123456789Z"), 500_000_000, activity);
        assertEquals(1, text.toString().lines().count());
        JsonNode record = new ObjectMapper().readTree(text.toString());
        assertEquals("2026-11-29T05:24:20.123456Z", record.get("time").asText());
        assertEquals(500_000_000, record.get("interval_ns").asLong());
        assertEquals("eth1", record.get("device").asText());
        assertEquals(12_000_000, record.get("arrived_packets_per_second").asLong());
        assertEquals(
                3_000_000 * 3 * (DwrrCounter.WATERMARK_BYTES.ordinal() + 1),
                record.get("watermark_bytes").asLong());
        assertEquals(2, record.get("queues").size());
    }

    @Test
    void clearedCounterStartsAtZero() {
        PortActivity activity = PortActivity.between(List.of(port(1_000_000)), port(1), 1_000_000_000);
        long sent = DwrrCounter.SENT_BYTES.ordinal() + 1;
        assertEquals(
                List.of(sent, 2 * sent, 3 * sent),
                activity.rows().stream()
                        .map(row -> row.value("sent_bytes").orElseThrow())
                        .toList());
    }
}

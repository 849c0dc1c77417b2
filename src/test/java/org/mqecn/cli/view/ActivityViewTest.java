// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.GoldenFile;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.EiffelCounter;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.Setting;

final class ActivityViewTest {
    private static final long SECOND = 1_000_000_000;
    private static final long FRAME = 1538;

    /** What a queue did in a second. */
    private record Load(long packets, long marked, long dropped, long backlog, long threshold) {}

    /** Queues with weights 1, 2 and 1: the first two are busy, queue 1 is above K and drops, the last is idle. */
    private static final List<Load> LOADS = List.of(
            new Load(26_934, 404, 0, 21_532, 31_250),
            new Load(53_934, 1_618, 20, 64_596, 62_500),
            new Load(0, 0, 0, 0, 31_250));

    private static Counters counters(Load load, EcnScheme scheme) {
        Map<Counter, Long> values = new HashMap<>();
        values.put(DwrrCounter.ARRIVED_PACKETS, load.packets);
        values.put(DwrrCounter.ARRIVED_ECT_PACKETS, load.packets * 3 / 4);
        values.put(DwrrCounter.ARRIVED_CE_PACKETS, load.packets / 8);
        values.put(DwrrCounter.SENT_PACKETS, load.packets);
        values.put(DwrrCounter.SENT_BYTES, load.packets * FRAME);
        values.put(DwrrCounter.MARKED_PACKETS, load.marked);
        values.put(DwrrCounter.DROPPED_SHARED_BUFFER, load.dropped);
        values.put(DwrrCounter.BACKLOG_PACKETS, load.backlog / FRAME);
        values.put(DwrrCounter.BACKLOG_BYTES, load.backlog);
        values.put(DwrrCounter.WATERMARK_BYTES, load.backlog * 2);
        if (scheme == EcnScheme.TCN) {
            values.put(DwrrCounter.THRESHOLD_NS, 256_000L);
            values.put(DwrrCounter.SOJOURN_NS, load.backlog * 8);
        } else if (scheme != EcnScheme.NONE) {
            values.put(DwrrCounter.THRESHOLD_BYTES, load.threshold);
        }
        return new Counters(values);
    }

    static PortActivity activity(EcnScheme scheme) {
        Map<Setting, Long> values = new HashMap<>();
        values.put(DwrrSetting.RATE, 995_000_000L);
        values.put(DwrrSetting.ECN_SCHEME, (long) scheme.ordinal());
        List<QueueConfig> queues = IntStream.range(0, LOADS.size())
                .mapToObj(i -> new QueueConfig(
                        i, Map.of(DwrrSetting.QUANTUM, i == 1 ? 2 * FRAME : FRAME, DwrrSetting.PRIO, 0L)))
                .toList();
        Map<Counter, Long> port = new HashMap<>(
                counters(new Load(80_868, 2_022, 20, 86_128, 125_000), scheme).values());
        port.keySet().removeAll(List.of(DwrrCounter.THRESHOLD_NS, DwrrCounter.SOJOURN_NS));
        if (scheme != EcnScheme.PER_PORT) {
            port.remove(DwrrCounter.THRESHOLD_BYTES);
        }
        PortStats stats = PortStats.ofQueues(
                new Counters(port),
                LOADS.stream().map(load -> counters(load, scheme)).toList());
        PortConfig config = new PortConfig(QdiscKind.DWRR, values, queues);
        return PortActivity.between(
                List.of(new Port("eth1", "dwrr", "1:", "root", config, zero(stats))),
                new Port("eth1", "dwrr", "1:", "root", config, stats),
                SECOND);
    }

    private static PortStats zero(PortStats stats) {
        return new PortStats(
                zero(stats.port()),
                stats.queues().stream().map(ActivityViewTest::zero).toList(),
                stats.ranks().stream().map(rank -> 0L).toList());
    }

    private static Counters zero(Counters counters) {
        Map<Counter, Long> values = new HashMap<>();
        counters.values().keySet().forEach(counter -> values.put(counter, 0L));
        return new Counters(values);
    }

    static PortActivity eiffel() {
        Map<Setting, Long> values = new HashMap<>();
        values.put(EiffelSetting.POLICY, 0L);
        values.put(EiffelSetting.MAXRATE, 10_000_000L);
        Map<Counter, Long> counters = new HashMap<>();
        counters.put(EiffelCounter.SENT_PACKETS, 1_000L);
        counters.put(EiffelCounter.SENT_BYTES, 1_514_000L);
        counters.put(EiffelCounter.DROPPED_PACKETS, 7L);
        counters.put(EiffelCounter.CE_MARK, 10L);
        counters.put(EiffelCounter.BACKLOG_BYTES, 30_280L);
        counters.put(EiffelCounter.FLOWS, 12L);
        counters.put(EiffelCounter.THROTTLED_FLOWS, 9L);
        PortStats stats = new PortStats(new Counters(counters), List.of(), List.of());
        PortConfig config = new PortConfig(QdiscKind.EIFFEL, values, List.of());
        return PortActivity.between(
                List.of(new Port("eth0", "eiffel", "1:", "root", config, zero(stats))),
                new Port("eth0", "eiffel", "1:", "root", config, stats),
                SECOND);
    }

    private static List<PortActivity> all() {
        return List.of(activity(EcnScheme.MQ_ECN), activity(EcnScheme.TCN), activity(EcnScheme.NONE), eiffel());
    }

    private static List<String> lines(int width, TextStyle style, List<PortActivity> ports) {
        return new ActivityView(width, style).lines(ports);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void frame(int width) {
        GoldenFile.assertEquals(
                "stats-watch-" + width + ".txt", String.join("\n", lines(width, TextStyle.PLAIN, all())) + "\n");
    }

    @Test
    void columnsStayInPlaceWhileThePortIsIdle() {
        PortActivity busy = activity(EcnScheme.MQ_ECN);
        PortActivity idle = PortActivity.between(List.of(busy.port()), busy.port(), SECOND);
        assertEquals(
                lines(120, TextStyle.PLAIN, List.of(busy))
                        .subList(1, 3)
                        .toString()
                        .replaceAll("\\s+", " "),
                lines(120, TextStyle.PLAIN, List.of(idle))
                        .subList(1, 3)
                        .toString()
                        .replaceAll("\\s+", " "));
    }

    @Test
    void everyLineFitsTheWidth() {
        for (int width = 30; width < 200; width++) {
            int columns = width;
            List<String> tooLong = lines(width, TextStyle.PLAIN, all()).stream()
                    .filter(line -> line.length() > columns)
                    .toList();
            assertEquals(List.of(), tooLong, "at " + width + " columns");
        }
    }

    @Test
    void moreRoomShowsMoreColumns() {
        List<Integer> columns = new ArrayList<>();
        for (int width : new int[] {40, 60, 80, 120, 160}) {
            columns.add(lines(width, TextStyle.PLAIN, List.of(activity(EcnScheme.MQ_ECN)))
                    .get(2)
                    .split("\\s{2,}")
                    .length);
        }
        assertEquals(columns.stream().sorted().toList(), columns);
        assertTrue(columns.get(0) < columns.get(4), columns.toString());
    }

    /** The text is the same with colours; what is above K is yellow, what drops is red. */
    @Test
    void coloursAddNoText() {
        List<String> plain = lines(120, TextStyle.PLAIN, all());
        List<String> coloured = lines(120, TextStyle.COLOURED, all());
        assertEquals(
                plain,
                coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").stripTrailing())
                        .toList());
        assertFalse(String.join("", plain).contains("\u001b"), "plain text has no escape sequence");
        assertTrue(coloured.get(3).contains("\u001b[32m"), "queue 0 is below K: " + coloured.get(3));
        assertTrue(coloured.get(4).contains("\u001b[31m"), "queue 1 drops: " + coloured.get(4));
    }

    /** Queue 1 has twice the quantum of queue 0; idle queue 2 does not count. */
    @Test
    void weightIsThatOfCompetingQueues() {
        List<Double> weights = activity(EcnScheme.MQ_ECN).rows().stream()
                .map(row -> row.weight().orElse(-1))
                .toList();
        assertEquals(List.of(1 / 3.0, 2 / 3.0, -1.0, -1.0), weights);
        assertEquals(0.333, activity(EcnScheme.MQ_ECN).rows().get(0).share().orElseThrow(), 0.001);
    }
}

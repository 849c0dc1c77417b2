// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.Setting;
import org.mqecn.port.UserError;

/** Reads what is the dwrr qdisc's own in a message: its options and its statistics (kmod/uapi/dwrr.h). */
final class Dwrr {
    static final String KIND = "dwrr";
    static final String LEGACY_KIND = "tbf";

    private static final int TCA_DWRR_QUEUE_ROWS = 18;

    private static final int TCA_TBF_PARMS = 1;
    private static final int TCA_TBF_RATE64 = 4;
    private static final int RATESPEC = 12;

    private static final int TCA_STATS_BASIC = 1;
    private static final int TCA_STATS_QUEUE = 3;
    private static final int TCA_STATS_APP = 4;
    private static final int TCA_STATS_PKT64 = 8;
    /** struct gnet_stats_basic { u64 bytes; u32 packets; } with or without padding. */
    private static final int BASIC = 12;
    /** struct gnet_stats_queue { u32 qlen, backlog, drops, requeues, overlimits; }. */
    private static final int QUEUE = 20;

    private Dwrr() {}

    /**
     * Reads TCA_OPTIONS.
     *
     * @throws UserError where a value is missing or malformed
     */
    static PortConfig config(Attributes options) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        settings(false).forEach(setting ->
                values.put(setting, known(setting, options.required(setting.attribute(), setting.key()))));
        int queues = values.get(Setting.QUEUES).intValue();
        if (queues < 1) {
            throw Attributes.malformed("a port without queues");
        }
        Attributes told = options.nested(TCA_DWRR_QUEUE_ROWS);
        Map<Setting, List<Long>> rows = new EnumMap<>(Setting.class);
        settings(true).forEach(setting -> rows.put(setting, row(told.find(setting.attribute()), setting, queues)));
        return new PortConfig(values, IntStream.range(0, queues).mapToObj(queue -> queue(queue, rows)).toList());
    }

    /**
     * Reads what a port tells that stands in for tbf: {@code struct tc_tbf_qopt { struct tc_ratespec { u8 cell_log;
     * u8 linklayer; u16 overhead; s16 cell_align; u16 mpu; u32 rate; } rate; … }}.
     *
     * @throws UserError where the rate is missing
     */
    static PortConfig legacyConfig(Attributes options, int queues) {
        long rate = options.number(TCA_TBF_RATE64)
                .or(() -> options.find(TCA_TBF_PARMS).filter(parameters -> parameters.remaining() >= RATESPEC)
                        .map(parameters -> Integer.toUnsignedLong(parameters.getInt(RATESPEC - Integer.BYTES))))
                .orElseThrow(() -> Attributes.malformed("tbf's rate is missing"));
        return new PortConfig(Map.of(Setting.RATE, rate * scale(Setting.RATE), Setting.QUEUES, (long) queues),
                IntStream.range(0, queues).mapToObj(index -> new QueueConfig(index, Map.of())).toList());
    }

    /** Whether the statistics are those of a port of ours: the kernel's own tbf has none of this kind. */
    static boolean isOurs(Attributes statistics) {
        return statistics.find(TCA_STATS_APP).isPresent();
    }

    private static List<Setting> settings(boolean perQueue) {
        return Arrays.stream(Setting.values()).filter(setting -> setting.isPerQueue() == perQueue).toList();
    }

    /** One setting of all queues: {@code u32 value[queues]}. */
    private static List<Long> row(Optional<ByteBuffer> told, Setting setting, int queues) {
        ByteBuffer row = told.orElseThrow(() -> Attributes.malformed(setting.key() + " is missing"));
        if (row.remaining() != queues * Integer.BYTES) {
            throw Attributes.malformed(setting.key() + " in " + row.remaining() + " bytes for " + queues + " queues");
        }
        return IntStream.range(0, queues)
                .mapToObj(queue -> known(setting, Integer.toUnsignedLong(row.getInt(queue * Integer.BYTES)))).toList();
    }

    private static QueueConfig queue(int index, Map<Setting, List<Long>> rows) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        rows.forEach((setting, row) -> values.put(setting, row.get(index)));
        return new QueueConfig(index, values);
    }

    /** In the setting's own unit; it must have a way to be written. */
    private static long known(Setting setting, long told) {
        long value = told * scale(setting);
        if (!setting.quantity().knows(value)) {
            throw Attributes.malformed("the unknown " + setting.key() + " " + value);
        }
        return value;
    }

    /** The kernel counts rates in bytes/s. */
    private static int scale(Setting setting) {
        return setting == Setting.RATE ? Byte.SIZE : 1;
    }

    /** Reads the statistics of a port and of its classes, which are in the order of the queues. */
    static PortStats stats(Attributes port, List<Attributes> queues) {
        return new PortStats(counters(port), queues.stream().map(Dwrr::counters).toList());
    }

    /** Reads TCA_STATS_APP; what it does not have is taken from the counters that every qdisc has. */
    static Counters counters(Attributes statistics) {
        Map<Counter, Long> values = new EnumMap<>(Counter.class);
        common(statistics, values);
        Attributes own = statistics.nested(TCA_STATS_APP);
        for (Counter counter : Counter.values()) {
            own.number(counter.attribute()).ifPresent(value -> values.put(counter, value));
        }
        return new Counters(values);
    }

    private static void common(Attributes statistics, Map<Counter, Long> values) {
        statistics.find(TCA_STATS_BASIC).filter(basic -> basic.remaining() >= BASIC).ifPresent(basic -> {
            values.put(Counter.SENT_BYTES, basic.getLong(0));
            values.put(Counter.SENT_PACKETS, Integer.toUnsignedLong(basic.getInt(8)));
        });
        statistics.number(TCA_STATS_PKT64).ifPresent(packets -> values.put(Counter.SENT_PACKETS, packets));
        statistics.find(TCA_STATS_QUEUE).filter(queue -> queue.remaining() >= QUEUE).ifPresent(queue -> {
            values.put(Counter.BACKLOG_PACKETS, Integer.toUnsignedLong(queue.getInt(0)));
            values.put(Counter.BACKLOG_BYTES, Integer.toUnsignedLong(queue.getInt(4)));
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.EiffelCounter;

/**
 * The statistics of any qdisc. Bytes are wire lengths for dwrr, else frame lengths.
 *
 * @param sentPackets packets after segmentation: a GSO packet counts as its segments
 * @param backlogPackets packets in the queue; a GSO packet counts as one
 * @param overlimits number of times that the qdisc was over its limits
 * @param marks packets marked CE; empty if the kind does not count them
 * @param throttled number of times that a flow was throttled; empty if the kind does not count that
 */
public record QdiscStatistics(
        long sentBytes,
        long sentPackets,
        long backlogBytes,
        long backlogPackets,
        long drops,
        long overlimits,
        OptionalLong marks,
        OptionalLong throttled) {
    private static final int TCA_STATS_BASIC = 1;
    private static final int TCA_STATS_QUEUE = 3;
    private static final int TCA_STATS_APP = 4;
    private static final int TCA_STATS_PKT64 = 8;
    /** struct gnet_stats_basic { u64 bytes; u32 packets; }. */
    private static final int BASIC_LENGTH = 12;
    /** struct gnet_stats_queue { u32 qlen, backlog, drops, requeues, overlimits; }. */
    private static final int QUEUE_LENGTH = 20;

    static QdiscStatistics parse(Qdisc qdisc) {
        QdiscStatistics common = common(qdisc.rawStatistics(), marks(qdisc), throttled(qdisc));
        if (!qdisc.isDwrr()) {
            return common;
        }
        Counters own = DwrrReader.counters(qdisc.rawStatistics());
        return new QdiscStatistics(
                own.get(DwrrCounter.SENT_BYTES).orElse(common.sentBytes),
                common.sentPackets,
                own.get(DwrrCounter.BACKLOG_BYTES).orElse(common.backlogBytes),
                common.backlogPackets,
                common.drops,
                common.overlimits,
                own.get(DwrrCounter.MARKED_PACKETS),
                OptionalLong.empty());
    }

    /** The statistics that every qdisc and class has. */
    static QdiscStatistics common(NetlinkAttributes statistics, OptionalLong marks, OptionalLong throttled) {
        Optional<ByteBuffer> basic = statistics.find(TCA_STATS_BASIC).filter(each -> each.remaining() >= BASIC_LENGTH);
        Optional<ByteBuffer> queue = statistics.find(TCA_STATS_QUEUE).filter(each -> each.remaining() >= QUEUE_LENGTH);
        return new QdiscStatistics(
                basic.map(each -> each.getLong(0)).orElse(0L),
                statistics.number(TCA_STATS_PKT64).orElse(unsigned(basic, 8)),
                unsigned(queue, 4),
                unsigned(queue, 0),
                unsigned(queue, 8),
                unsigned(queue, 16),
                marks,
                throttled);
    }

    private static OptionalLong marks(Qdisc qdisc) {
        Optional<ByteBuffer> own = qdisc.rawStatistics().find(TCA_STATS_APP);
        return switch (qdisc.kind()) {
            // struct tc_red_xstats { u32 early, pdrop, other, marked; }
            case "red" -> counter(own, 12);
            // struct tc_codel_xstats { u32 maxpacket, count, lastcount, ldelay; s32 drop_next;
            //     u32 drop_overlimit, ecn_mark, dropping, ce_mark; }: ecn_mark counts marks instead of drops, ce_mark
            // those above
            // ce_threshold
            case "codel" -> sum(counter(own, 24), counter(own, 32));
            // struct tc_fq_codel_xstats { u32 type; struct { u32 maxpacket, drop_overlimit, ecn_mark, new_flow_count,
            //     new_flows_len, old_flows_len, ce_mark, …; }; }
            case "fq_codel" -> sum(counter(own, 12), counter(own, 28));
            // struct tc_fq_qd_stats { u64 gc_flows, …, allocation_errors; s64 time_next_delayed_flow;
            //     u32 flows, inactive_flows, throttled_flows, unthrottle_latency_ns; u64 ce_mark; }
            case "fq" -> fqCounter(own, 80);
            case "eiffel" -> EiffelReader.counters(qdisc.rawStatistics()).get(EiffelCounter.CE_MARK);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong throttled(Qdisc qdisc) {
        Optional<ByteBuffer> own = qdisc.rawStatistics().find(TCA_STATS_APP);
        return switch (qdisc.kind()) {
            // struct tc_fq_qd_stats { u64 gc_flows, highprio_packets, tcp_retrans, throttled, …; }
            case "fq" -> fqCounter(own, 24);
            case "eiffel" -> EiffelReader.counters(qdisc.rawStatistics()).get(EiffelCounter.THROTTLED);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong fqCounter(Optional<ByteBuffer> own, int offset) {
        return own.filter(each -> each.remaining() >= offset + Long.BYTES)
                .map(each -> OptionalLong.of(each.getLong(offset)))
                .orElseGet(OptionalLong::empty);
    }

    private static OptionalLong counter(Optional<ByteBuffer> own, int offset) {
        return own.filter(each -> each.remaining() >= offset + Integer.BYTES).isPresent()
                ? OptionalLong.of(unsigned(own, offset))
                : OptionalLong.empty();
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                : OptionalLong.empty();
    }

    private static long unsigned(Optional<ByteBuffer> struct, int offset) {
        return struct.map(each -> Integer.toUnsignedLong(each.getInt(offset))).orElse(0L);
    }
}

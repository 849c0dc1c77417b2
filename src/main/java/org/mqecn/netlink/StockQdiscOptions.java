// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Parses the options of stock qdiscs: tc's names, and values in bit/s, bytes, packets, ns or, for probabilities,
 * millionths; flags are 0 or 1. Options that cannot be derived from the kernel's values (avpkt, burst and bandwidth of
 * red) are omitted.
 */
final class StockQdiscOptions {
    /** Length of a packet scheduler tick in nanoseconds. */
    private static final long PSCHED_TICK_NS = 64;

    private static final long MICROSECOND = 1_000;
    private static final double PROBABILITY_ONE = 0xffffffffL;
    private static final double MILLIONTHS = 1e6;
    private static final long UNLIMITED = 0xffffffffL;

    private final Map<String, List<Long>> values = new LinkedHashMap<>();

    private StockQdiscOptions() {}

    /**
     * The values by their names. Most options have one value, {@code quanta} one per band. Empty for unknown kinds.
     *
     * @throws UserError if they are malformed
     */
    static Map<String, List<Long>> read(String kind, ByteBuffer options) {
        StockQdiscOptions result = new StockQdiscOptions();
        switch (kind) {
            case "tbf" -> result.tbf(NetlinkAttributes.parse(options));
            case "red" -> result.red(NetlinkAttributes.parse(options));
            case "netem" -> result.netem(options);
            case "ets" -> result.ets(NetlinkAttributes.parse(options));
            case "fq_codel" -> result.fqCodel(NetlinkAttributes.parse(options));
            case "codel" -> result.codel(NetlinkAttributes.parse(options));
            case "fq" -> result.fq(NetlinkAttributes.parse(options));
            case "pie" -> result.pie(NetlinkAttributes.parse(options));
            case "cake" -> result.cake(NetlinkAttributes.parse(options));
            case "sfq" -> result.sfq(options);
            case "prio" -> result.prio(options);
            case "pfifo", "bfifo" -> result.fifo(options);
            case "eiffel" -> result.moduleOptions(QdiscKind.EIFFEL, NetlinkAttributes.parse(options));
            default -> {}
        }
        return result.values;
    }

    /**
     * {@code struct tc_tbf_qopt { struct tc_ratespec rate, peakrate; u32 limit; u32 buffer; u32 mtu; }} with
     * {@code struct tc_ratespec { u8 cell_log; u8 linklayer; u16 overhead; s16 cell_align; u16 mpu; u32 rate; }}.
     * The buffer is the transmission time of the burst at the rate, so the burst read back is slightly smaller.
     */
    private void tbf(NetlinkAttributes options) {
        ByteBuffer parameters = struct(options, 1, 36);
        long rate = options.number(4).orElse(unsigned(parameters, 8));
        put("rate", rate * Byte.SIZE);
        put("limit", unsigned(parameters, 24));
        put("burst", bytesIn(rate, unsigned(parameters, 28)));
        long peakRate = options.number(5).orElse(unsigned(parameters, 20));
        if (peakRate > 0) {
            put("peakrate", peakRate * Byte.SIZE);
            put("mtu", bytesIn(peakRate, unsigned(parameters, 32)));
        }
    }

    private static long bytesIn(long rate, long ticks) {
        return Math.round((double) rate * ticks * PSCHED_TICK_NS / 1e9);
    }

    /**
     * {@code struct tc_red_qopt { u32 limit; u32 qth_min; u32 qth_max; u8 Wlog; u8 Plog; u8 Scell_log; u8 flags; }},
     * max_P, a probability in units of 2^-32, and {@code struct nla_bitfield32 { u32 value; u32 selector; }} with all
     * flags: those of the struct lack nodrop.
     */
    private void red(NetlinkAttributes options) {
        ByteBuffer parameters = struct(options, 1, 16);
        put("limit", unsigned(parameters, 0));
        put("min", unsigned(parameters, 4));
        put("max", unsigned(parameters, 8));
        options.number(3).ifPresent(part -> put("probability", toMillionths(part)));
        int flags = struct(options, 4, 8).getInt(0);
        put("ecn", flags & 1);
        put("harddrop", flags >> 1 & 1);
        put("adaptive", flags >> 2 & 1);
        put("nodrop", flags >> 3 & 1);
    }

    /**
     * {@code struct tc_netem_qopt { u32 latency; u32 limit; u32 loss; u32 gap; u32 duplicate; u32 jitter; }},
     * followed by attributes, among them {@code struct tc_netem_reorder { u32 probability; … }}, the same for corrupt
     * packets, and {@code struct tc_netem_rate { u32 rate; … }}.
     */
    private void netem(ByteBuffer options) {
        requireLength(options, 24);
        NetlinkAttributes attributes =
                NetlinkAttributes.parse(NetlinkAttributes.slice(options, 24, options.remaining() - 24));
        put("limit", unsigned(options, 4));
        put("delay", attributes.number(10).orElse(unsigned(options, 0) * PSCHED_TICK_NS));
        put("jitter", attributes.number(11).orElse(unsigned(options, 20) * PSCHED_TICK_NS));
        put("loss", toMillionths(unsigned(options, 8)));
        put("duplicate", toMillionths(unsigned(options, 16)));
        put("reorder", netemProbability(attributes, 3));
        put("corrupt", netemProbability(attributes, 4));
        attributes.find(6).ifPresent(rate -> {
            requireLength(rate, 4);
            put("rate", attributes.number(8).orElse(unsigned(rate, 0)) * Byte.SIZE);
        });
    }

    private static long netemProbability(NetlinkAttributes attributes, int type) {
        return attributes
                .find(type)
                .map(struct -> {
                    requireLength(struct, 4);
                    return toMillionths(unsigned(struct, 0));
                })
                .orElse(0L);
    }

    private void ets(NetlinkAttributes options) {
        put("bands", options.required(1, "ets' number of bands"));
        put("strict", options.number(2).orElse(0L));
        values.put("quanta", numbers(options.nested(3), 4));
        values.put("priomap", numbers(options.nested(5), 6));
    }

    private void fqCodel(NetlinkAttributes options) {
        codelTimes(options, 7);
        put("limit", options, 2, 1);
        put("ecn", options, 4, 1);
        put("flows", options, 5, 1);
        put("quantum", options, 6, 1);
        put("memory_limit", options, 9, 1);
    }

    private void codel(NetlinkAttributes options) {
        codelTimes(options, 5);
        put("limit", options, 2, 1);
        put("ecn", options, 4, 1);
    }

    private void codelTimes(NetlinkAttributes options, int threshold) {
        put("target", options, 1, MICROSECOND);
        put("interval", options, 3, MICROSECOND);
        put("ce_threshold", options, threshold, MICROSECOND);
    }

    private void fq(NetlinkAttributes options) {
        put("limit", options, 1, 1);
        put("flow_limit", options, 2, 1);
        put("quantum", options, 3, 1);
        put("initial_quantum", options, 4, 1);
        put("pacing", options, 5, 1);
        options.number(7).filter(rate -> rate != UNLIMITED).ifPresent(rate -> put("maxrate", rate * Byte.SIZE));
        options.number(12).filter(time -> time != UNLIMITED).ifPresent(time -> put("ce_threshold", time * MICROSECOND));
        put("timer_slack", options, 13, 1);
    }

    private void pie(NetlinkAttributes options) {
        put("target", options, 1, MICROSECOND);
        put("limit", options, 2, 1);
        put("tupdate", options, 3, MICROSECOND);
        put("ecn", options, 6, 1);
    }

    private void cake(NetlinkAttributes options) {
        put("bandwidth", options, 2, Byte.SIZE);
        put("rtt", options, 7, MICROSECOND);
    }

    /** {@code struct tc_sfq_qopt { u32 quantum; s32 perturb_period; u32 limit; u32 divisor; u32 flows; }}. */
    private void sfq(ByteBuffer options) {
        requireLength(options, 20);
        put("quantum", unsigned(options, 0));
        put("limit", unsigned(options, 8));
    }

    /** {@code struct tc_prio_qopt { s32 bands; u8 priomap[16]; }}. */
    private void prio(ByteBuffer options) {
        requireLength(options, 20);
        put("bands", unsigned(options, 0));
        values.put(
                "priomap",
                IntStream.range(4, 20)
                        .mapToObj(each -> (long) options.get(each))
                        .toList());
    }

    private void moduleOptions(QdiscKind kind, NetlinkAttributes options) {
        ModuleQdiscReader.settings(kind, options).forEach((setting, value) -> put(setting.key(), value));
    }

    /** {@code struct tc_fifo_qopt { u32 limit; }}. */
    private void fifo(ByteBuffer options) {
        requireLength(options, 4);
        put("limit", unsigned(options, 0));
    }

    private void put(String word, long value) {
        values.put(word, List.of(value));
    }

    private void put(String word, NetlinkAttributes options, int type, long scale) {
        options.number(type).ifPresent(value -> put(word, value * scale));
    }

    private static long toMillionths(long part) {
        return Math.round(part / PROBABILITY_ONE * MILLIONTHS);
    }

    private static List<Long> numbers(NetlinkAttributes run, int type) {
        return run.findAll(type).stream().map(NetlinkAttributes::number).toList();
    }

    private static ByteBuffer struct(NetlinkAttributes options, int type, int size) {
        ByteBuffer struct =
                options.find(type).orElseThrow(() -> NetlinkAttributes.malformed("a qdisc without parameters"));
        requireLength(struct, size);
        return struct;
    }

    private static void requireLength(ByteBuffer struct, int size) {
        if (struct.remaining() < size) {
            throw NetlinkAttributes.malformed("parameters of a qdisc of " + struct.remaining() + " bytes");
        }
    }

    private static long unsigned(ByteBuffer struct, int offset) {
        return Integer.toUnsignedLong(struct.getInt(offset));
    }
}

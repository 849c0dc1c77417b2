// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.QdiscSchema.Red;
import org.mqecn.value.Bytes;
import org.mqecn.value.Rate;

/**
 * The parameters of a red qdisc: those of the file, and for absent ones the defaults of tc (Floyd: RED, discussions of
 * setting parameters, 1997). What tc computes from them is computed here as well (tc/tc_red.c), to know beforehand
 * whether it and the kernel will take them.
 */
final class RedParameters {
    private static final long DEFAULT_AVPKT = 1000;
    private static final double DEFAULT_PROBABILITY = 0.02;
    private static final Rate DEFAULT_BANDWIDTH = new Rate(10_000_000);
    /** tc has 32 bits of bytes/s for the bandwidth. Above, an idle port ages the average a little too slowly. */
    private static final long MAX_BANDWIDTH = Byte.SIZE * TcValues.UNSIGNED;

    private static final int MAX_LOG = 31;
    private static final int NONE = -1;
    private static final double TICK_SECONDS = 64e-9;
    private static final int TABLE_LOG = 9;
    private static final int TABLE_MAX = 31;
    /** The entries of tc's table are products of up to 254 and 2^Scell_log in an int. */
    private static final int MAX_CELL_LOG = 23;

    private final ParsedObject parsed;
    private final Optional<Rate> portRate;
    private final long limit;
    private final long min;
    private final long max;
    private final long avpkt;
    private final long burst;

    RedParameters(ParsedObject parsed, Optional<Rate> portRate) {
        this.parsed = parsed;
        this.portRate = portRate;
        limit = parsed.get(Red.LIMIT.key()).map(Bytes::bytes).orElse(0L);
        Optional<Long> ownMin = parsed.get(Red.MIN.key()).map(Bytes::bytes);
        max = parsed.get(Red.MAX.key()).map(Bytes::bytes).orElseGet(() -> ownMin.map(bytes -> 3 * bytes)
                .orElse(limit / 4));
        min = ownMin.orElse(max / 3);
        avpkt = parsed.get(Red.AVPKT.key()).map(Bytes::bytes).orElse(DEFAULT_AVPKT);
        burst = parsed.get(Red.BURST.key()).orElse(Math.max(defaultBurst(), leastBurst()));
    }

    long min() {
        return min;
    }

    private long defaultBurst() {
        return (2 * min + max) / (3 * avpkt);
    }

    /** Below min / avpkt, tc fails; its own default is below if min is max, and no multiple of avpkt. */
    private long leastBurst() {
        return (min + avpkt - 1) / avpkt;
    }

    /** The options that the file lacks and tc needs. */
    List<String> addedArguments() {
        List<String> arguments = new ArrayList<>();
        if (!parsed.has(Red.MIN.key())) {
            arguments.addAll(List.of("min", Long.toString(min)));
        }
        if (!parsed.has(Red.MAX.key())) {
            arguments.addAll(List.of("max", Long.toString(max)));
        }
        if (!parsed.has(Red.AVPKT.key())) {
            arguments.addAll(List.of("avpkt", Long.toString(avpkt)));
        }
        if (!parsed.has(Red.BURST.key()) && burst != defaultBurst()) {
            arguments.addAll(List.of("burst", Long.toString(burst)));
        }
        if (!parsed.has(Red.BANDWIDTH.key())) {
            portRate.ifPresent(
                    rate -> arguments.addAll(List.of("bandwidth", bandwidth().toString())));
        }
        return arguments;
    }

    private Rate bandwidth() {
        return parsed.get(Red.BANDWIDTH.key())
                .or(() -> portRate.map(rate -> new Rate(Math.min(rate.bitsPerSecond(), MAX_BANDWIDTH))))
                .orElse(DEFAULT_BANDWIDTH);
    }

    /** Reports parameters that tc or the kernel refuses, or that mark nothing. */
    void check(Problems problems) {
        if (parsed.get(Red.NODROP.key()).orElse(false)
                && !parsed.get(Red.ECN.key()).orElse(false)) {
            problems.error(
                    parsed.locationOf(Red.NODROP.key()),
                    "red's nodrop has no effect without ecn",
                    "set ecn: true, or leave out nodrop");
        }
        if (limit == 0) {
            return; // reported as missing or out of range
        }
        if (min > max) {
            problems.error(
                    parsed.locationOf(Red.MIN.key()),
                    "red's min of " + min + " is above its max of " + max,
                    "the marking probability rises from min to max: min: 30000, max: 90000");
            return;
        }
        if (limit <= min) {
            problems.warning(
                    parsed.locationOf(Red.LIMIT.key()),
                    "red's limit is not above its min of " + min + ": packets are dropped before any is marked",
                    "set a limit above max");
        }
        if (burst < leastBurst()) {
            problems.error(
                    parsed.locationOf(Red.BURST.key()),
                    "red's burst of " + burst + " is less than min / avpkt, " + leastBurst(),
                    "increase it: burst: " + leastBurst());
            return;
        }
        int averageLog = averageLog();
        if (averageLog == NONE || min == 0) {
            problems.error(
                    parsed.locationOf(Red.AVPKT.key()),
                    "tc finds no weight of red's average for a min of " + min + ", an avpkt of " + avpkt
                            + " and a burst of " + burst,
                    "use an avpkt below min, and a burst a little above min / avpkt");
            return;
        }
        if (bits(max) + averageLog > MAX_LOG) {
            problems.error(
                    parsed.locationOf(Red.MAX.key()),
                    "red's max of " + max + " does not fit its average, which has " + (MAX_LOG - averageLog)
                            + " bits with this burst",
                    "use a smaller max, or a smaller burst");
            return;
        }
        checkProbability(problems);
        if (cellLog(averageLog) == NONE) {
            problems.error(
                    parsed.locationOf(Red.BANDWIDTH.key()),
                    "tc finds no table to age red's average at a bandwidth of " + bandwidth(),
                    "use a higher bandwidth, or a smaller burst");
        }
    }

    private static int bits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    /** {@code tc_red_eval_ewma()}: log of the weight W with burst + 1 - min/avpkt < (1 - (1 - W)^burst) / W. */
    private int averageLog() {
        double packets = burst + 1 - (double) min / avpkt;
        double weight = 0.5;
        for (int log = 1; log <= MAX_LOG; log++) {
            if (packets <= (1 - Math.pow(1 - weight, burst)) / weight) {
                return log;
            }
            weight /= 2;
        }
        return NONE;
    }

    /** {@code tc_red_eval_P()}: the probability per byte must not be below 2^-31. */
    private void checkProbability(Problems problems) {
        double probability =
                parsed.get(Red.PROBABILITY.key()).map(Double::parseDouble).orElse(DEFAULT_PROBABILITY);
        if (max > min && probability / (max - min) * Math.pow(2, MAX_LOG) <= 1) {
            problems.error(
                    parsed.locationOf(Red.PROBABILITY.key()),
                    "red's probability of " + probability + " is too small for " + (max - min)
                            + " bytes between min and max",
                    "use a larger probability, or thresholds closer to each other");
        }
    }

    /** {@code tc_red_eval_idle_damping()}: log of the time of a cell of the table for idle times. */
    private int cellLog(int averageLog) {
        double transmissionTicks =
                Math.ceil((double) avpkt * Byte.SIZE / bandwidth().bitsPerSecond() / TICK_SECONDS);
        double longest = TABLE_MAX * transmissionTicks / -Math.log(1 - Math.pow(2, -averageLog));
        for (int log = 0; log <= MAX_CELL_LOG; log++) {
            if (longest / Math.pow(2, log + TABLE_LOG) < 1) {
                return log;
            }
        }
        return NONE;
    }
}

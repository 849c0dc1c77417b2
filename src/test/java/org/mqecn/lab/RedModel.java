// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigInteger;

/**
 * RED (Floyd &amp; Jacobson 1993) with ramps for marks and for early drops, in the fixed-point numbers of the kernel:
 * probabilities and weights are multiples of 1/2^32, averages of 1/2^16 bytes.
 */
final class RedModel extends QueueModel {
    private static final long ONE = 1L << 32;
    private static final long PPM = 1_000_000;
    private static final long FULL_FRAME = 1538;
    private static final long SECOND = 1_000_000_000;

    /**
     * A probability as a function of the backlog.
     *
     * @param prob at max
     */
    private record Ramp(boolean used, long min, long max, long prob) {
        static Ramp of(long[] parameters, int first) {
            return new Ramp(
                    parameters[first] != 0,
                    parameters[first + 1],
                    parameters[first + 2],
                    parameters[first + 3] * ONE / PPM);
        }

        long at(long backlog, boolean gentle) {
            if (!used || backlog <= min) {
                return 0;
            }
            if (backlog <= max) {
                return (backlog - min) * prob / (max - min);
            }
            return gentle && backlog < 2 * max ? prob + (backlog - max) * (ONE - prob) / max : ONE;
        }
    }

    private final Ramp mark;
    private final Ramp drop;
    private final boolean gentle;
    private final long weight;
    private final boolean comparesPort;
    private final long rate;
    private final RandomNumbers ownNumbers;
    private long queueAverage;
    private long portAverage;
    private long queueBytes;
    private long portBytes;
    private long idleSince;

    RedModel(long[] parameters, long rate, RandomNumbers randomNumbers) {
        mark = Ramp.of(parameters, 0);
        drop = Ramp.of(parameters, 4);
        gentle = parameters[8] != 0;
        weight = parameters[9] * ONE / PPM;
        comparesPort = parameters[10] != 0;
        this.rate = rate;
        ownNumbers = new RandomNumbers(randomNumbers.next64());
    }

    @Override
    Verdict arrive(long now, long backlog, long portBacklog, int length, boolean ecnCapable) {
        queueBytes = backlog;
        portBytes = portBacklog;
        queueAverage = average(queueAverage, backlog, portBacklog == length, now);
        portAverage = average(portAverage, portBacklog, portBacklog == length, now);
        if ((!ecnCapable || !mark.used()) && chooses(drop)) {
            return Verdict.DROP;
        }
        return chooses(mark) ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    Verdict depart(long now, long sojourn, long backlog, long portBacklog, int length) {
        queueBytes = backlog;
        portBytes = portBacklog;
        if (portBacklog == 0) {
            idleSince = now;
        }
        return Verdict.PASS;
    }

    /** Section IV: avg = (1 - w) avg + w q; an idle time counts as m arrivals at q = 0. */
    private long average(long average, long backlog, boolean wasIdle, long now) {
        long aged = average;
        if (weight < ONE && wasIdle) {
            long frames = BigInteger.valueOf(now - idleSince)
                    .multiply(BigInteger.valueOf(rate))
                    .divide(BigInteger.valueOf(SECOND * FULL_FRAME))
                    .longValueExact();
            aged = scaled(average, power(ONE - weight, frames));
        }
        return weight == ONE ? backlog << 16 : scaled(aged, ONE - weight) + scaled(backlog << 16, weight);
    }

    private static long scaled(long value, long factor) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(factor))
                .shiftRight(32)
                .longValueExact();
    }

    /** By squaring, rounded down at each step. */
    private static long power(long base, long exponent) {
        long result = ONE - 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            result = rest % 2 == 1 ? scaled(result, square) : result;
            square = scaled(square, square);
        }
        return result;
    }

    private long backlog() {
        if (weight == ONE) {
            return comparesPort ? portBytes : queueBytes;
        }
        return (comparesPort ? portAverage : queueAverage) >> 16;
    }

    private boolean chooses(Ramp ramp) {
        long probability = ramp.at(backlog(), gentle);
        return probability > 0 && ownNumbers.next32() < probability;
    }

    @Override
    long[] statistics() {
        return new long[] {backlog()};
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigInteger;

/**
 * RED (Floyd &amp; Jacobson 1993) with ramps for marks and for early drops, in the fixed-point numbers of the kernel:
 * probabilities and weights are multiples of 1/2^32, averages of 1/2^16 bytes.
 */
final class RedModel extends QueueModel {
    private static final long PPM = 1_000_000;
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
                    parameters[first + 3] * Chance.ALWAYS / PPM);
        }

        long at(long backlog, boolean gentle) {
            if (!used || backlog <= min) {
                return 0;
            }
            if (backlog <= max) {
                return (backlog - min) * prob / (max - min);
            }
            return gentle && backlog < 2 * max ? prob + (backlog - max) * (Chance.ALWAYS - prob) / max : Chance.ALWAYS;
        }
    }

    /** What the queues of a port have in common. */
    static final class PortAverage {
        private long value;
        private long idleSince;
    }

    private final PortAverage portAverage;
    private final Chance chance;
    private Ramp mark;
    private Ramp drop;
    private boolean gentle;
    private long weight;
    private boolean comparesPort;
    private PortView port;
    private long queueAverage;

    RedModel(PortAverage portAverage, Chance chance) {
        this.portAverage = portAverage;
        this.chance = chance.ofQueue();
    }

    @Override
    public void configure(long[] parameters, PortView view) {
        mark = Ramp.of(parameters, 0);
        drop = Ramp.of(parameters, 4);
        gentle = parameters[8] != 0;
        weight = parameters[9] * Chance.ALWAYS / PPM;
        comparesPort = parameters[10] != 0;
        port = view;
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (weight < Chance.ALWAYS) {
            queueAverage = average(queueAverage, queueBytes, portBytes == length, now);
            portAverage.value = average(portAverage.value, portBytes, portBytes == length, now);
        }
        long backlog = backlog(queueBytes, portBytes);
        if ((!ecnCapable || !mark.used()) && chooses(Verdict.DROP, drop, backlog)) {
            return Verdict.DROP;
        }
        return !port.marksAtDequeue() && chooses(Verdict.MARK, mark, backlog) ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        if (portBytes == 0) {
            portAverage.idleSince = now;
        }
        boolean marks = port.marksAtDequeue() && chooses(Verdict.MARK, mark, backlog(queueBytes, portBytes));
        return marks ? Verdict.MARK : Verdict.PASS;
    }

    /** Section IV: avg = (1 - w) avg + w q; an idle time counts as m arrivals at q = 0. */
    private long average(long average, long backlog, boolean wasIdle, long now) {
        long aged = average;
        if (wasIdle) {
            long frames = BigInteger.valueOf(now - portAverage.idleSince)
                    .multiply(BigInteger.valueOf(port.rate()))
                    .divide(BigInteger.valueOf(SECOND * port.fullFrame()))
                    .longValueExact();
            aged = scaled(average, power(Chance.ALWAYS - weight, frames));
        }
        return scaled(aged, Chance.ALWAYS - weight) + scaled(backlog << 16, weight);
    }

    private static long scaled(long value, long factor) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(factor))
                .shiftRight(32)
                .longValueExact();
    }

    /** By squaring, rounded down at each step. */
    private static long power(long base, long exponent) {
        long result = Chance.ALWAYS - 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            result = rest % 2 == 1 ? scaled(result, square) : result;
            square = scaled(square, square);
        }
        return result;
    }

    /** What the thresholds are compared with. */
    private long backlog(long queueBytes, long portBytes) {
        if (weight == Chance.ALWAYS) {
            return comparesPort ? portBytes : queueBytes;
        }
        return (comparesPort ? portAverage.value : queueAverage) >> 16;
    }

    private boolean chooses(Verdict verdict, Ramp ramp, long backlog) {
        long probability = ramp.at(backlog, gentle);
        return probability > 0 && chance.happens(verdict, probability, 1);
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {backlog(queueBytes, portBytes)};
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * PI2 (De Schepper et al., CoNEXT 2016; RFC 9332, appendix A): p' changes by alpha times the distance of the latency from
 * its target and beta times its growth. A Classic packet has two trials with p', one of an L queue one with k p'.
 */
final class Pi2Model extends QueueModel {
    private static final long ONE = 1L << 32;
    private static final long SECOND = 1_000_000_000;
    private static final long PPM = 1_000_000;

    private final long target;
    private final long alpha;
    private final long beta;
    private final long coupling;
    private final long step;
    private final boolean isL4s;
    private final RandomNumbers randomNumbers;
    private long probability;
    private long sojourn;
    private long latencyBefore;

    Pi2Model(long[] parameters, RandomNumbers randomNumbers) {
        target = parameters[0];
        alpha = parameters[2];
        beta = parameters[3];
        coupling = parameters[4];
        step = parameters[5];
        isL4s = parameters[6] != 0;
        this.randomNumbers = randomNumbers;
    }

    private boolean happens(long chance) {
        return randomNumbers.next32() < chance;
    }

    @Override
    Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (isL4s) {
            return Verdict.PASS;
        }
        boolean both = happens(probability) && happens(probability);
        return !both ? Verdict.PASS : ecnCapable ? Verdict.MARK : Verdict.DROP;
    }

    @Override
    Verdict depart(long now, long waited, long queueBytes, long portBytes, int length) {
        sojourn = waited;
        boolean marks = isL4s && (waited > step || happens(coupling * probability));
        return marks ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    void period(long now, long queueBytes, long portBytes) {
        if (isL4s) {
            return; // the Classic queue has the controller
        }
        long latency = queueBytes == 0 ? 0 : Math.min(sojourn, SECOND);
        BigDecimal change = seconds(alpha, latency - target)
                .add(seconds(beta, latency - latencyBefore))
                .max(BigDecimal.ONE.negate())
                .min(BigDecimal.ONE);
        long steps = change.multiply(BigDecimal.valueOf(ONE))
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
        probability = Math.max(0, Math.min(ONE / coupling, probability + steps));
        latencyBefore = latency;
    }

    /** A gain in 1/1000 Hz times ns: a number without unit. */
    private static BigDecimal seconds(long gain, long ns) {
        return BigDecimal.valueOf(gain).multiply(BigDecimal.valueOf(ns)).movePointLeft(12);
    }

    @Override
    long[] statistics() {
        return new long[] {(isL4s ? coupling * probability : probability * probability >>> 32) * PPM >>> 32};
    }
}

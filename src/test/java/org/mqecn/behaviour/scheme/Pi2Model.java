// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * PI2 (De Schepper et al., CoNEXT 2016; RFC 9332, appendix A): p' changes by alpha times the distance of the latency from
 * its target and beta times its growth. A Classic packet has two trials with p', one of an L queue one with k p'.
 */
final class Pi2Model extends QueueModel {
    private static final long SECOND = 1_000_000_000;
    private static final long PPM = 1_000_000;

    /** What the Classic queues tell the L queues of a port. */
    static final class ClassicProbability {
        /** The highest p' of the Classic queues. */
        private long highest;
        /** When the timer last expired. */
        private long updated = -1;
    }

    private final Chance chance;
    private final ClassicProbability classic;
    private long target;
    private long interval;
    private long alpha;
    private long beta;
    private long coupling;
    private long step;
    private boolean isL4s;
    /** p' */
    private long probability;

    private long sojourn;
    private long latencyBefore;

    Pi2Model(ClassicProbability classic, Chance chance) {
        this.classic = classic;
        this.chance = chance;
    }

    @Override
    public void configure(long[] parameters, PortView port) {
        target = parameters[0];
        interval = parameters[1];
        alpha = parameters[2];
        beta = parameters[3];
        coupling = parameters[4];
        step = parameters[5];
        isL4s = parameters[6] != 0;
        probability = Math.min(probability, Chance.ALWAYS / coupling);
        classic.highest = Math.min(classic.highest, Chance.ALWAYS / coupling);
    }

    @Override
    public long interval() {
        return interval;
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (isL4s) {
            return Verdict.PASS;
        }
        Verdict verdict = ecnCapable ? Verdict.MARK : Verdict.DROP;
        return chance.happens(verdict, probability, 2) ? verdict : Verdict.PASS;
    }

    @Override
    public Verdict depart(long now, long waited, long queueBytes, long portBytes, int length) {
        sojourn = waited;
        boolean marks = isL4s && (waited > step || chance.happens(Verdict.MARK, coupling * classic.highest, 1));
        return marks ? Verdict.MARK : Verdict.PASS;
    }

    @Override
    public void period(long now, long queueBytes, long portBytes) {
        if (classic.updated != now) {
            classic.highest = 0;
        }
        classic.updated = now;
        if (isL4s) {
            return; // the Classic queue has the controller
        }
        long latency = queueBytes == 0 ? 0 : Math.min(sojourn, SECOND);
        BigDecimal change = seconds(alpha, latency - target)
                .add(seconds(beta, latency - latencyBefore))
                .max(BigDecimal.ONE.negate())
                .min(BigDecimal.ONE);
        long steps = change.multiply(BigDecimal.valueOf(Chance.ALWAYS))
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
        probability = Math.max(0, Math.min(Chance.ALWAYS / coupling, probability + steps));
        latencyBefore = latency;
        classic.highest = Math.max(classic.highest, probability);
    }

    /** A gain in 1/1000 Hz times ns: a number without unit. */
    private static BigDecimal seconds(long gain, long ns) {
        return BigDecimal.valueOf(gain).multiply(BigDecimal.valueOf(ns)).movePointLeft(12);
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {(isL4s ? coupling * classic.highest : probability * probability >>> 32) * PPM >>> 32};
    }
}

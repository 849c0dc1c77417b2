// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

/** PIE (RFC 8033): the drop probability grows with the distance of the latency from its target, and with its growth. */
final class PieModel extends QueueModel {
    private static final long SECOND = 1_000_000_000;
    private static final long PPM = 1_000_000;
    /** After so many idle intervals the probability is nearly 0. */
    private static final int MOST_IDLE_INTERVALS = 200;

    private final Chance chance;
    private long target;
    private long interval;
    private long maxBurst;
    private int fullFrame;
    private long probability;
    private long latency;
    private long updated;
    private long burst;

    PieModel(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void configure(long[] parameters, PortView port) {
        target = parameters[0];
        interval = parameters[1];
        maxBurst = parameters[2];
        fullFrame = port.fullFrame();
    }

    @Override
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        if (queueBytes == length) {
            decay(now);
        }
        Verdict verdict = ecnCapable ? Verdict.MARK : Verdict.DROP;
        return isTolerated(queueBytes) || !chance.happens(verdict, probability, 1) ? Verdict.PASS : verdict;
    }

    /** Section 4.2: an empty queue's probability decays by 2 % in each interval. */
    private void decay(long now) {
        long intervals = (now - updated) / interval;
        if (intervals == 0) {
            return;
        }
        for (long i = Math.min(MOST_IDLE_INTERVALS, intervals); i > 0; i--) {
            probability -= probability / 50;
        }
        latency = 0;
        updated = now;
    }

    /** Sections 4.1 and 4.4. */
    private boolean isTolerated(long queueBytes) {
        return burst < maxBurst
                || latency < target / 2 && probability < Chance.ALWAYS / 5
                || queueBytes <= 2L * fullFrame;
    }

    @Override
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        if (now - updated >= interval) {
            update(now, Math.min(sojourn, SECOND));
        }
        return Verdict.PASS;
    }

    /** Section 4.2, with alpha 1/8 and beta 5/4 per second. */
    private void update(long now, long current) {
        long eighths = (current - target) + 10 * (current - latency);
        long change = eighths * (Chance.ALWAYS / 8) / SECOND / divisor();
        probability = Math.max(0, Math.min(Chance.ALWAYS, probability + change));
        boolean calm = probability == 0 && current < target / 2 && latency < target / 2;
        burst = calm ? 0 : Math.min(maxBurst, burst + interval);
        latency = current;
        updated = now;
    }

    /** The table of section 4.2. */
    private int divisor() {
        int divisor = 2048;
        for (long parts = 1_000_000; parts >= 100; parts /= 10) {
            if (probability < Chance.ALWAYS / parts) {
                return divisor;
            }
            divisor /= 4;
        }
        return probability < Chance.ALWAYS / 10 ? 2 : 1;
    }

    @Override
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[] {probability * PPM >>> 32};
    }
}

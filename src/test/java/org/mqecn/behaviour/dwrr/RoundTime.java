// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.math.BigInteger;

/**
 * T_round of MQ-ECN (Bai et al., NSDI 2016): the smoothed time in which every active queue of a priority is served once,
 * in ps.
 *
 * <p>A sample is taken when a queue's turn ends or it has sent its last packet: from when the queue was put at the tail of
 * the active list to the end of the last transmission of the priority. Equation 5 takes quantum / T_round as the rate of a
 * queue; if a quantum is smaller than a packet, the sample is therefore the time in which the queue sends one quantum.
 */
final class RoundTime {
    private static final int PS_PER_NS = 1000;
    private static final long PS_PER_SECOND = 1_000_000_000_000L;
    private static final int MAX_IDLE_ROUNDS = 10;

    /** T_round in ps. */
    private long round;
    /** End of the last transmission in ns. */
    private long busyUntil;

    /** Starts to measure. */
    void reset(long now) {
        round = 0;
        busyUntil = now;
    }

    void onTransmission(long end) {
        busyUntil = end;
    }

    /** Equation 6: T_round = β T_round + (1 − β) T_sample. */
    private static long smooth(long round, long samplePs, long alpha) {
        return (round * alpha + samplePs * (1000 - alpha)) / 1000;
    }

    /** Takes the sample of a queue. */
    void sample(ModelQueue queue, long quantum, long alpha) {
        if (queue.bytesInRound == 0) {
            queue.hadEmptyTurn = true; // the measurement began during its turn
            return;
        }
        long time = busyUntil - queue.roundStart;
        if (time < 0) {
            return; // a burst of the token bucket, faster than the rate
        }
        if (queue.hadEmptyTurn) {
            time = time * quantum / queue.bytesInRound;
        }
        round = smooth(round, time * PS_PER_NS, alpha);
        queue.roundStart = busyUntil;
        queue.bytesInRound = 0;
    }

    /** T_round now. Each idle interval is a sample of 0; after ten T_round is 0 (section 4.2). */
    long at(long now, boolean isIdle, PortOptions options) {
        if (!isIdle || now <= busyUntil) {
            return round;
        }
        long rounds = (now - busyUntil) / options.idleInterval();
        if (rounds > MAX_IDLE_ROUNDS) {
            return 0;
        }
        long decayed = round;
        for (long i = 0; i < rounds; i++) {
            decayed = smooth(decayed, 0, options.roundAlpha());
        }
        return decayed;
    }

    /** A packet ends the idle time. */
    void onActivation(long now, boolean isIdle, PortOptions options) {
        round = at(now, isIdle, options);
    }

    /** Equation 5: K_i = min(quantum_i / T_round, C) · RTT · λ, where RTT · λ = K / C. */
    static long threshold(long k, long quantum, long rate, long round) {
        BigInteger quantumTime = times(quantum, PS_PER_SECOND).divide(BigInteger.valueOf(rate));
        if (BigInteger.valueOf(round).compareTo(quantumTime) <= 0) {
            return k;
        }
        return quantumTime
                .multiply(BigInteger.valueOf(k))
                .divide(BigInteger.valueOf(round))
                .longValueExact();
    }

    long current() {
        return round;
    }

    private static BigInteger times(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}

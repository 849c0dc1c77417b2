// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Map;
import java.util.Optional;

/**
 * What happened when a port was filled.
 *
 * @param device the port
 * @param seen every queue on the flows' ways; empty where there is nothing on the port that could hold them back, so
 *     that no flow was sent through it
 * @param failure why no flows came about; empty where they did
 */
record Load(Plan plan, Device device, Map<Device, Seen> seen, String failure) {
    private static final double LEAST = 0.93;
    private static final double MOST = 1.02;
    /** What a port that has just waited may send at once: its bucket, some full frames. */
    private static final double BUCKET_BITS = 16 * 1538 * 8;

    Optional<Seen> own() {
        return Optional.ofNullable(seen.get(device));
    }

    /** Whether the port sends more than its rate. */
    boolean isFast() {
        return own().filter(seen -> seen.sentBits() > MOST * plan.rate() * seen.seconds() + BUCKET_BITS).isPresent();
    }

    /** Whether the port sends less than its rate. */
    boolean isShort() {
        return own().filter(seen -> seen.rate() < LEAST * plan.rate()).isPresent();
    }

    /** Whether it does so even while packets wait in it, so that it is the port that is slow. */
    boolean isSlow() {
        return own().filter(seen -> seen.rateWhileBusy() < LEAST * plan.rate()).isPresent();
    }
}

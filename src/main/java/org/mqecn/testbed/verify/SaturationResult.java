// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Map;
import java.util.Optional;

/**
 * What happened when a port was filled.
 *
 * @param device the port
 * @param samples every queue on the flows' ways; empty where there is nothing on the port that could hold them back, so
 *     that no flow was sent through it
 * @param failure why no flows came about; empty where they did
 */
record SaturationResult(
        SaturationPlan plan, NamespacedDevice device, Map<NamespacedDevice, QueueSample> samples, String failure) {
    private static final double MIN_RATE_RATIO = 0.93;
    private static final double MAX_RATE_RATIO = 1.02;
    /** What a port that has just waited may send at once: its bucket, some full frames. */
    private static final double BURST_BITS = 16 * 1538 * 8;

    Optional<QueueSample> portSample() {
        return Optional.ofNullable(samples.get(device));
    }

    /** Whether the port sends more than its rate. */
    boolean exceedsRate() {
        return portSample()
                .filter(queueSample ->
                        queueSample.sentBits() > MAX_RATE_RATIO * plan.portRate() * queueSample.seconds() + BURST_BITS)
                .isPresent();
    }

    /** Whether the port sends less than its rate. */
    boolean isBelowRate() {
        return portSample()
                .filter(queueSample -> queueSample.rate() < MIN_RATE_RATIO * plan.portRate())
                .isPresent();
    }

    /** Whether it does so even while packets wait in it, so that it is the port that is slow. */
    boolean isBelowRateWhileBusy() {
        return portSample()
                .filter(queueSample -> queueSample.rateWhileBusy() < MIN_RATE_RATIO * plan.portRate())
                .isPresent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Map;
import java.util.Optional;
import org.mqecn.value.EthernetFrame;

/**
 * The result of saturating a port.
 *
 * @param device the port
 * @param samples of all queues on the paths of the flows; empty if the port has no qdisc, as no flows were sent then
 * @param failure why flows could not be started; empty if they were
 */
record SaturationResult(
        SaturationPlan plan, NamespacedDevice device, Map<NamespacedDevice, QueueSample> samples, String failure) {
    private static final double MIN_RATE_RATIO = 0.93;
    private static final double MAX_RATE_RATIO = 1.02;
    /** What an idle port may send at once: its bucket, some full frames. */
    private static final double BURST_BITS = 16 * EthernetFrame.FULL_WIRE_LENGTH * 8;

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

    /** Whether the port sends less than its rate while it has a backlog: then the port itself is too slow. */
    boolean isBelowRateWhileBusy() {
        return portSample()
                .filter(queueSample -> queueSample.rateWhileBusy() < MIN_RATE_RATIO * plan.portRate())
                .isPresent();
    }
}

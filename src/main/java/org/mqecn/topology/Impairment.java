// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;

/**
 * What a link does to the packets that enter it at one end. Ratios are from 0 to 1.
 *
 * @param delay one way
 * @param jitter the delay of a packet is between delay - jitter and delay + jitter
 * @param loss ratio of lost packets
 * @param corruption ratio of packets with a flipped bit
 * @param duplication ratio of packets that arrive twice
 * @param reordering ratio of packets that are not delayed and so overtake others
 */
public record Impairment(
        Duration delay, Duration jitter, double loss, double corruption, double duplication, double reordering) {
    public static final Impairment NONE = ofDelay(Duration.ZERO);

    /** A delay alone. */
    public static Impairment ofDelay(Duration delay) {
        return new Impairment(delay, Duration.ZERO, 0, 0, 0, 0);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The ratio of packets that do not reach a transport: receivers drop corrupt ones. */
    public double lossRatio() {
        return 1 - (1 - loss) * (1 - corruption);
    }
}

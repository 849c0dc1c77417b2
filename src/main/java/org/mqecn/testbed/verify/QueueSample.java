// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.OptionalLong;

/**
 * What was seen of a device's queue over a time.
 *
 * @param qdiscKind of its qdisc; empty where it has none
 * @param meanBacklogBytes bytes that stood in it
 * @param idleRatio share of the looks at which nothing stood in it
 * @param maxPacketBytes bytes a packet, the most that was seen in any of its qdiscs
 * @param sentBits by the qdisc at the root, as its rate counts them
 * @param marks packets marked CE by any of its qdiscs; empty where none of them counts those
 */
record QueueSample(
        String qdiscKind,
        double meanBacklogBytes,
        double idleRatio,
        long maxPacketBytes,
        double seconds,
        double sentBits,
        long drops,
        OptionalLong marks) {
    double rate() {
        return sentBits / seconds;
    }

    /** What it sends as long as it has something to send. */
    double rateWhileBusy() {
        return rate() / (1 - idleRatio);
    }
}

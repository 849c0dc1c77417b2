// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.OptionalLong;

/**
 * Statistics of a device's queue over a time.
 *
 * @param qdiscKind kind of the root qdisc; empty if there is none
 * @param meanBacklogBytes average backlog
 * @param idleRatio ratio of samples without backlog
 * @param maxPacketBytes maximum backlog bytes per packet in any of its qdiscs
 * @param sentBits by the root qdisc, counted as for its rate
 * @param marks packets marked CE by any of its qdiscs; empty if none of them counts marks
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
    /** Returns the average rate in bit/s. */
    double rate() {
        return sentBits / seconds;
    }

    /** Returns the average rate while there is a backlog, in bit/s. */
    double rateWhileBusy() {
        return rate() / (1 - idleRatio);
    }
}

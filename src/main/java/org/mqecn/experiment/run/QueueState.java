// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import org.mqecn.experiment.run.DeviceQueueReader.QueueReading;
import org.mqecn.netlink.DwrrQueueCounters;
import org.mqecn.result.QueueRow;

/** State of a queue in a sample. It is written again in each sample, so that sampling hardly allocates memory. */
final class QueueState {
    private static final long NONE = DwrrQueueCounters.ABSENT;

    private long backlogBytes;
    private long backlogPackets;
    private long threshold = NONE;
    private long marked = NONE;
    private long dropped;

    /** Sets the state; the marking threshold and the marked packets may be {@link DwrrQueueCounters#ABSENT}. */
    void set(long newBacklogBytes, long newBacklogPackets, long newThreshold, long newMarked, long newDropped) {
        backlogBytes = newBacklogBytes;
        backlogPackets = newBacklogPackets;
        threshold = newThreshold;
        marked = newMarked;
        dropped = newDropped;
    }

    void set(QueueReading reading) {
        set(
                reading.backlogBytes(),
                reading.backlogPackets(),
                reading.threshold().orElse(NONE),
                reading.marked().orElse(NONE),
                reading.dropped());
    }

    void set(QueueState other) {
        set(other.backlogBytes, other.backlogPackets, other.threshold, other.marked, other.dropped);
    }

    /** Whether a row of it would say the same. */
    boolean hasSameRow(QueueState other) {
        return backlogBytes == other.backlogBytes
                && threshold == other.threshold
                && marked == other.marked
                && dropped == other.dropped;
    }

    boolean hasPacketsLongerThan(long bytes) {
        return backlogBytes > backlogPackets * bytes;
    }

    QueueRow toRow(long timeUs, int queue) {
        return new QueueRow(timeUs, queue, backlogBytes, boxed(threshold), boxed(marked), dropped);
    }

    private static Long boxed(long value) {
        return value == NONE ? null : Long.valueOf(value);
    }
}

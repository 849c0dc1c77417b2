// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Deque;

/** The packets of one flow in order, and the flow's state. */
final class ModelFlow extends CalendarQueue.QueueEntry {
    enum State {
        IDLE,
        READY,
        THROTTLED
    }

    /**
     * A packet in a flow.
     *
     * @param arrivalTime arrival time, or the transmission time in the packet
     * @param rank rank of the packet
     */
    record QueuedPacket(ModelPacket modelPacket, long arrivalTime, long rank) {}

    private final Deque<QueuedPacket> fifo = new ArrayDeque<>();
    private final String name;

    State state = State.IDLE;
    /** Remaining bytes of the quantum. */
    long credit;
    /** Whether this is the first quantum since the flow was idle. */
    boolean isNew;
    /** Earliest time of the next packet in ns; 0 if no packet has been paced yet. */
    long timeNextPacket;
    /** In jiffies. */
    long idleSince;
    /** The lowest rank of all packets since the flow was idle. */
    long minRank;
    /** In virtual time: start of the packet at the head, and finish of the last packet sent. */
    long startTag;

    long finishTag;

    ModelFlow(String name, long credit, long idleSince) {
        this.name = name;
        this.credit = credit;
        this.idleSince = idleSince;
    }

    int packets() {
        return fifo.size();
    }

    QueuedPacket head() {
        return fifo.element();
    }

    void enqueue(QueuedPacket packet) {
        minRank = fifo.isEmpty() ? packet.rank() : Math.min(minRank, packet.rank());
        fifo.add(packet);
    }

    QueuedPacket dequeue() {
        return fifo.remove();
    }

    /** The earliest departure time of the packet at the head. */
    long eligibleTime() {
        return Math.max(head().arrivalTime(), timeNextPacket);
    }

    @Override
    public String toString() {
        return "%s %s, %d packets, rank %d in bucket %d, credit %d, not before %d"
                .formatted(name, state, fifo.size(), rank, bucket, credit, timeNextPacket);
    }
}

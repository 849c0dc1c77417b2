// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Deque;

/** Packets of one sender in their order, and what the qdisc remembers about them. */
final class ModelFlow extends CalendarQueue.QueueEntry {
    enum State {
        IDLE,
        READY,
        THROTTLED
    }

    /**
     * A packet in a flow.
     *
     * @param arrivalTime when it came, or the time that it brought along
     * @param rank as it carried it
     */
    record QueuedPacket(ModelPacket modelPacket, long arrivalTime, long rank) {}

    private final Deque<QueuedPacket> fifo = new ArrayDeque<>();
    private final String name;

    State state = State.IDLE;
    /** Bytes that are left of its quantum. */
    long credit;
    /** Its first quantum since it was idle. */
    boolean isNew;
    /** ns: no packet before that; 0 before any had to wait. */
    long timeNextPacket;
    /** Jiffies. */
    long idleSince;
    /** The least rank of any packet since it was idle. */
    long minRank;
    /** In virtual time: of the packet at the head, and of the packet that was sent last. */
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

    /** When the packet at its head may leave. */
    long eligibleTime() {
        return Math.max(head().arrivalTime(), timeNextPacket);
    }

    @Override
    public String toString() {
        return "%s %s, %d packets, rank %d in bucket %d, credit %d, not before %d"
                .formatted(name, state, fifo.size(), rank, bucket, credit, timeNextPacket);
    }
}

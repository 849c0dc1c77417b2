// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.ArrayDeque;
import java.util.Deque;

/** Packets of one sender in their order, and what the qdisc remembers about them. */
final class Flow extends Calendar.Entry {
    enum State {
        IDLE,
        READY,
        THROTTLED
    }

    /**
     * A packet in a flow.
     *
     * @param since when it came, or the time that it brought along
     * @param rank as it carried it
     */
    record Waiting(Packet packet, long since, long rank) {}

    private final Deque<Waiting> fifo = new ArrayDeque<>();
    private final String name;

    State state = State.IDLE;
    /** Bytes that are left of its quantum. */
    long credit;
    /** Its first quantum since it was idle. */
    boolean fresh;
    /** ns: no packet before that; 0 before any had to wait. */
    long notBefore;
    /** Jiffies. */
    long idleSince;
    /** The least rank of any packet since it was idle. */
    long bestRank;
    /** In virtual time: of the packet at the head, and of the packet that was sent last. */
    long start;
    long finish;

    Flow(String name, long credit, long idleSince) {
        this.name = name;
        this.credit = credit;
        this.idleSince = idleSince;
    }

    int packets() {
        return fifo.size();
    }

    Waiting head() {
        return fifo.element();
    }

    void add(Waiting packet) {
        bestRank = fifo.isEmpty() ? packet.rank() : Math.min(bestRank, packet.rank());
        fifo.add(packet);
    }

    Waiting take() {
        return fifo.remove();
    }

    /** When the packet at its head may leave. */
    long due() {
        return Math.max(head().since(), notBefore);
    }

    @Override
    public String toString() {
        return "%s %s, %d packets, rank %d in bucket %d, credit %d, not before %d".formatted(name, state, fifo.size(),
                rank, bucket, credit, notBefore);
    }
}

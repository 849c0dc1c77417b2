// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.mqecn.behaviour.scheme.BufferModel;
import org.mqecn.behaviour.scheme.QueueModel;

/** A queue: its frames in order, what its scheduler and marking scheme keep, and its counters. */
final class ModelQueue {
    /** A frame in a queue. */
    static final class QueuedFrame {
        static final long UNKNOWN = Long.MIN_VALUE;

        final PortPacket packet;
        final int seq;
        /** Length in bytes without FCS. */
        final int frame;
        /** Wire length. */
        final long bytes;
        /** Time of its enqueue; {@link #UNKNOWN} under a scheme without sojourn times. */
        long arrival;

        boolean ce;

        QueuedFrame(PortPacket packet, int seq, int frame, long bytes, long arrival) {
            this.packet = packet;
            this.seq = seq;
            this.frame = frame;
            this.bytes = bytes;
            this.arrival = arrival;
            ce = packet.ecn() == PortPacket.CE;
        }

        /** Whether it can be marked. */
        boolean isEct() {
            return packet.ecn() != PortPacket.NOT_ECT && !ce;
        }
    }

    final int index;
    final Deque<QueuedFrame> fifo = new ArrayDeque<>();
    /** Counters by their names in tc. */
    final Map<String, Long> counts = new HashMap<>();

    PriorityLevel level;
    long bytes;
    long watermark;
    CodelState codel = new CodelState();
    /** Of a marking scheme with a module of its own; otherwise null. */
    QueueModel scheme;
    /** Likewise of a buffer policy. */
    BufferModel policy;

    long sojourn;
    /** DeficitCounter of DRR. */
    long deficit;

    boolean inTurn;
    boolean hasSentInTurn;
    /** Whether a turn sent nothing since the queue was activated. */
    boolean hadEmptyTurn;
    /** When the queue was put at the tail of the active list. */
    long roundStart;
    /** Bytes sent since then. */
    long bytesInRound;
    /** S of SFQ: start tag of the frame at the head or, if there is none, the finish tag of the last one. */
    long startTag;

    ModelQueue(int index) {
        this.index = index;
    }

    void count(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    long headBytes() {
        return fifo.element().bytes;
    }

    @Override
    public String toString() {
        return "queue %d: %d frames, %d bytes, head %s, deficit %d%s, tag %d"
                .formatted(
                        index,
                        fifo.size(),
                        bytes,
                        fifo.isEmpty() ? "none" : headBytes(),
                        deficit,
                        inTurn ? " in its turn" : "",
                        startTag);
    }
}

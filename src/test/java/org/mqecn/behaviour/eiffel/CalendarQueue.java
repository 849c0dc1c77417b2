// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A priority queue in order of rank, first in, first out for equal ranks: a heap.
 *
 * <p>Ranks are distinguished in two windows, [base, base + size) and the next (cFFS, Eiffel section 3.2). In a shaper,
 * entries with ranks beyond both windows wait in the last bucket in order of arrival, and are sorted when it is in the
 * first window; in a scheduler they are in order. Entries with ranks below both windows are in the first bucket. The windows advance when the first is empty and the
 * floor, the lowest rank that the caller may still insert, has left it.
 */
final class CalendarQueue {
    /** An entry of a calendar. */
    static class QueueEntry {
        long rank;
        long bucket;
        private long sequence;
    }

    private final PriorityQueue<QueueEntry> heap =
            new PriorityQueue<>(Comparator.<QueueEntry>comparingLong(queueEntry -> queueEntry.bucket)
                    .thenComparingLong(queueEntry -> queueEntry.sequence));
    private final int size;
    private final boolean ordersBeyond;
    private long base;
    private long nextSequence;

    /** @param ordersBeyond whether entries beyond both windows are in order of rank */
    CalendarQueue(int size, boolean ordersBeyond) {
        this.size = size;
        this.ordersBeyond = ordersBeyond;
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** Inserts the entry behind all entries with this rank. */
    void insert(QueueEntry queueEntry, long rank, long floor) {
        if (heap.isEmpty()) {
            base = Math.max(base, floor);
        }
        place(queueEntry, rank);
    }

    private void place(QueueEntry queueEntry, long rank) {
        queueEntry.rank = rank;
        queueEntry.bucket = Math.max(base, ordersBeyond ? rank : Math.min(rank, base + 2L * size - 1));
        queueEntry.sequence = nextSequence++;
        heap.add(queueEntry);
    }

    void remove(QueueEntry queueEntry) {
        heap.remove(queueEntry);
    }

    /** Moves the entry behind the others with its rank. */
    void moveToBack(QueueEntry queueEntry) {
        heap.remove(queueEntry);
        queueEntry.sequence = nextSequence++;
        heap.add(queueEntry);
    }

    /** The last entry, in the order of ranks and of arrival; null if there is none. */
    QueueEntry last() {
        return heap.stream().max(heap.comparator()).orElse(null);
    }

    /** The first non-empty bucket; there must be one. */
    long firstBucket() {
        return heap.element().bucket;
    }

    /** The first entry with a rank up to a limit; null if there is none. */
    QueueEntry first(long floor, long limit) {
        while (!heap.isEmpty()) {
            QueueEntry first = heap.element();
            if (first.bucket >= base + 2L * size) {
                base = Math.max(base, floor); // both windows are empty
            }
            boolean inSecond = first.bucket >= base + size;
            if (inSecond && floor >= base + size) {
                advanceWindow();
            } else {
                return first.bucket > limit ? null : first;
            }
        }
        return null;
    }

    private void advanceWindow() {
        base += size;
        if (ordersBeyond) {
            return;
        }
        List<QueueEntry> beyond = heap.stream()
                .filter(queueEntry -> queueEntry.rank >= base + size)
                .sorted(heap.comparator())
                .toList();
        heap.removeAll(beyond);
        beyond.forEach(queueEntry -> place(queueEntry, queueEntry.rank));
    }
}

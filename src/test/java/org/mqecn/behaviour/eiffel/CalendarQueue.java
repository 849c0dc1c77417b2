// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What has the least rank, and among those of one rank what came first: a heap.
 *
 * <p>Ranks are told apart in two windows, [base, base + size) and the next (cFFS, Eiffel section 3.2). What lies beyond
 * both waits in the last bucket, in the order in which it came, and has its place when that is in the first. What lies
 * before them waits in the first bucket. Windows move when the first is empty and the owner's floor, below which no rank
 * comes any more, has left it.
 */
final class CalendarQueue {
    /** What stands in a calendar. */
    static class QueueEntry {
        long rank;
        long bucket;
        private long sequence;
    }

    private final PriorityQueue<QueueEntry> heap =
            new PriorityQueue<>(Comparator.<QueueEntry>comparingLong(queueEntry -> queueEntry.bucket)
                    .thenComparingLong(queueEntry -> queueEntry.sequence));
    private final int size;
    private long base;
    private long nextSequence;

    CalendarQueue(int size) {
        this.size = size;
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** Behind all that has this rank. */
    void insert(QueueEntry queueEntry, long rank, long floor) {
        if (heap.isEmpty()) {
            base = Math.max(base, floor);
        }
        place(queueEntry, rank);
    }

    private void place(QueueEntry queueEntry, long rank) {
        queueEntry.rank = rank;
        queueEntry.bucket = Math.max(base, Math.min(rank, base + 2L * size - 1));
        queueEntry.sequence = nextSequence++;
        heap.add(queueEntry);
    }

    void remove(QueueEntry queueEntry) {
        heap.remove(queueEntry);
    }

    /** Lets the others of its rank go before it. */
    void moveToBack(QueueEntry queueEntry) {
        heap.remove(queueEntry);
        queueEntry.sequence = nextSequence++;
        heap.add(queueEntry);
    }

    /** What stands last, and of its rank came last; null where nothing does. */
    QueueEntry last() {
        return heap.stream().max(heap.comparator()).orElse(null);
    }

    /** The first bucket with something in it; there is one. */
    long firstBucket() {
        return heap.element().bucket;
    }

    /** What stands first of the ranks up to a limit; null where nothing does. */
    QueueEntry first(long floor, long limit) {
        while (!heap.isEmpty()) {
            QueueEntry first = heap.element();
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
        List<QueueEntry> beyond = heap.stream()
                .filter(queueEntry -> queueEntry.rank >= base + size)
                .sorted(heap.comparator())
                .toList();
        heap.removeAll(beyond);
        beyond.forEach(queueEntry -> place(queueEntry, queueEntry.rank));
    }
}

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
final class Calendar {
    /** What stands in a calendar. */
    static class Entry {
        long rank;
        long bucket;
        private long turn;
    }

    private final PriorityQueue<Entry> heap = new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.bucket).thenComparingLong(entry -> entry.turn));
    private final int size;
    private long base;
    private long turns;

    Calendar(int size) {
        this.size = size;
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** Behind all that has this rank. */
    void insert(Entry entry, long rank, long floor) {
        if (heap.isEmpty()) {
            base = Math.max(base, floor);
        }
        place(entry, rank);
    }

    private void place(Entry entry, long rank) {
        entry.rank = rank;
        entry.bucket = Math.max(base, Math.min(rank, base + 2L * size - 1));
        entry.turn = turns++;
        heap.add(entry);
    }

    void remove(Entry entry) {
        heap.remove(entry);
    }

    /** Lets the others of its rank go before it. */
    void rotate(Entry entry) {
        heap.remove(entry);
        entry.turn = turns++;
        heap.add(entry);
    }

    /** What stands last, and of its rank came last; null where nothing does. */
    Entry last() {
        return heap.stream().max(heap.comparator()).orElse(null);
    }

    /** The first bucket with something in it; there is one. */
    long next() {
        return heap.element().bucket;
    }

    /** What stands first of the ranks up to a limit; null where nothing does. */
    Entry first(long floor, long limit) {
        while (!heap.isEmpty()) {
            Entry first = heap.element();
            boolean inSecond = first.bucket >= base + size;
            if (inSecond && floor >= base + size) {
                turn();
            } else {
                return first.bucket > limit ? null : first;
            }
        }
        return null;
    }

    private void turn() {
        base += size;
        List<Entry> beyond = heap.stream().filter(entry -> entry.rank >= base + size).sorted(heap.comparator()).toList();
        heap.removeAll(beyond);
        beyond.forEach(entry -> place(entry, entry.rank));
    }
}

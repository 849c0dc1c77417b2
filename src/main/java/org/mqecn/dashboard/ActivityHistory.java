// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the page shows: the newest message, and a record of each of the last samples. Any number of clients wait for more. */
final class ActivityHistory {
    private final int length;
    private final Deque<String> records = new ArrayDeque<>();
    private Message newest = new Message(0, "", "");

    /**
     * What is sent to clients.
     *
     * @param number counts messages, from 1; 0 before the first
     */
    record Message(long number, String type, String json) {}

    /** What a client that has just connected needs. */
    record Snapshot(List<String> records, Message newest) {}

    /** @param length number of records to keep */
    ActivityHistory(int length) {
        this.length = length;
    }

    /** Publishes the first reading, before anything has happened. */
    synchronized void start(String sample) {
        publish("sample", sample);
    }

    /** @param record the part of the sample that is kept */
    synchronized void add(String record, String sample) {
        records.addLast(record);
        if (records.size() > length) {
            records.removeFirst();
        }
        publish("sample", sample);
    }

    /** Publishes why there is no sample. */
    synchronized void fail(String json) {
        publish("failure", json);
    }

    private void publish(String type, String json) {
        newest = new Message(newest.number() + 1, type, json);
        notifyAll();
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(records), newest);
    }

    /**
     * Waits for a message after another one; a client that is slow misses those between.
     *
     * @return the newest one, which is the same one if none came in time
     */
    synchronized Message awaitAfter(long number, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        for (long left = timeoutMillis; newest.number() <= number && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return newest;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

/** An executable model of a scheme in one queue, written from its paper. All times are in ns, lengths are wire lengths. */
public abstract class QueueModel {
    /** What is decided of a packet. */
    public enum Verdict {
        PASS,
        MARK,
        DROP
    }

    /** The models of the queues of one port. */
    @FunctionalInterface
    public interface Factory {
        /** Begins a queue without a past. */
        QueueModel newQueue(Chance chance);
    }

    /**
     * The configuration is new, or another one.
     *
     * @param parameters their values, in the order of the C file
     */
    public abstract void configure(long[] parameters, PortView port);

    /** A packet arrives. The backlogs of queue and port include it. */
    public Verdict arrive(long now, long queueBytes, long portBytes, int length, boolean ecnCapable) {
        return Verdict.PASS;
    }

    /** A packet departs, which arrived a sojourn time ago. The backlogs exclude it. */
    public Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
        return Verdict.PASS;
    }

    /** The interval of the controller's timer; 0 if there is none. */
    public long interval() {
        return 0;
    }

    /** The timer of the controller expires. */
    public void period(long now, long queueBytes, long portBytes) {}

    /** Quanta, in bytes: of the queue, of all queues of its priority, and of those that have packets. */
    public void quanta(long quantum, long levelQuanta, long activeQuanta) {}

    /** The statistics, in the order of the C file, with the present backlogs. */
    public long[] statistics(long queueBytes, long portBytes) {
        return new long[0];
    }
}

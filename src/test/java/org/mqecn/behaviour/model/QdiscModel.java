// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.model;

/** An executable specification of a qdisc. Times are in ns of one clock. */
public interface QdiscModel {
    /** No timer. */
    long NEVER = Long.MAX_VALUE;

    boolean isEmpty();

    /** The time for which the qdisc has set its timer; {@link #NEVER} without one. */
    long nextTimer();

    /**
     * Tries to dequeue when the timer expires. If no packet may leave, the timer is set again, and the time of this attempt
     * has no other effect: it may be the exact one, though the guest's timer is late.
     *
     * @return whether a packet may leave
     */
    default boolean canSend(long now) {
        return true;
    }

    /** Dequeues a packet; null if none may leave. */
    Departure dequeue(long now);

    /**
     * A departing packet.
     *
     * @param flow the sender
     * @param seq sequence number of the sender
     * @param bytes length with the Ethernet header, without FCS
     * @param ce whether it is marked CE
     */
    record Departure(int flow, int seq, int bytes, boolean ce) {}
}

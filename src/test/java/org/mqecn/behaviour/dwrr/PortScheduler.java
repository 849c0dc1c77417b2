// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.dwrr;

/** Chooses among the active queues of a priority. */
interface PortScheduler {
    /** A queue that was empty gets a frame, or comes to this scheduler with frames. */
    void activate(PriorityLevel level, ModelQueue queue);

    /** The queue that sends next; the level has one. */
    ModelQueue next(PriorityLevel level);

    /** The queue sends its first frame, of so many bytes. */
    void onSent(PriorityLevel level, ModelQueue queue, long bytes);
}

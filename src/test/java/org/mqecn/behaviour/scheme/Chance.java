// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

/** Decides what a scheme leaves to chance. */
@FunctionalInterface
public interface Chance {
    /** The probability of what always happens. */
    long ALWAYS = 1L << 32;

    /**
     * Whether an event happens in each of several trials.
     *
     * @param verdict what it means for the packet in hand
     * @param probability in 2^-32, of one trial
     */
    boolean happens(QueueModel.Verdict verdict, long probability, int trials);

    /** The chance of a queue that has random numbers of its own. */
    default Chance ofQueue() {
        return this;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.concurrent.locks.LockSupport;

/** Waiting that never spins: in a guest in virtual time, a thread that spins stops the clock. */
public final class Sleep {
    private Sleep() {}

    /**
     * Returns at that time, or at once where it is over.
     *
     * @param nanoTime as {@link System#nanoTime} tells it
     */
    public static void until(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

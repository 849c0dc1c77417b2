// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.concurrent.locks.LockSupport;
import org.mqecn.value.UserError;

/** Waiting that never spins: in a guest in virtual time, a thread that spins stops the clock. */
public final class Sleep {
    private Sleep() {}

    /**
     * Returns at that time, or at once where it is over.
     *
     * @param nanoTime as {@link System#nanoTime} tells it
     * @throws UserError where this thread is interrupted: who is has to end, and would not sleep any more
     */
    public static void until(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new UserError("interrupted", "");
            }
        }
    }
}

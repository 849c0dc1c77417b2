// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.concurrent.locks.LockSupport;
import org.mqecn.value.UserError;

/** Waits without spinning: in a guest in virtual time, a spinning thread stops the clock. */
public final class Sleep {
    private Sleep() {}

    /**
     * Sleeps until a time, or returns at once if it has passed.
     *
     * @param nanoTime in terms of {@link System#nanoTime}
     * @throws UserError if this thread is interrupted, so that it ends
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

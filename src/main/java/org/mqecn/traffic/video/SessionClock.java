// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import org.mqecn.host.Sleep;

/** Time since a run began, in nanoseconds. Waiting sleeps, so that virtual time passes. */
interface SessionClock {
    long now();

    /** Returns at that time, or at once where it is over. */
    void sleepUntil(long time);

    /** A clock that begins now. */
    static SessionClock start() {
        long start = System.nanoTime();
        return new SessionClock() {
            @Override
            public long now() {
                return System.nanoTime() - start;
            }

            @Override
            public void sleepUntil(long time) {
                Sleep.until(start + time);
            }
        };
    }
}

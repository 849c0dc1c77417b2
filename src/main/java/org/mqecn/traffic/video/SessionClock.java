// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import org.mqecn.host.Sleep;

/** Time since the start of a run, in nanoseconds. Waiting sleeps, because virtual time advances only while all sleep. */
interface SessionClock {
    long now();

    /** Returns at the given time, or immediately if it has passed. */
    void sleepUntil(long time);

    /** Starts a clock at 0. */
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.time.Duration;
import org.mqecn.host.Sleep;

/** Instants a fixed time apart. In a guest they are exact: what is done at one of them takes no virtual time. */
final class Clock {
    private final long start = System.nanoTime();

    /** Does something at each instant, the first one now, and returns when the time is over. */
    void each(Duration interval, Duration total, Runnable task) {
        for (long next = 0; next < total.toNanos(); next += interval.toNanos()) {
            sleepUntil(next);
            task.run();
        }
        sleepUntil(total.toNanos());
    }

    /** Since this clock began. */
    long micros() {
        return (System.nanoTime() - start) / 1000;
    }

    private void sleepUntil(long nanos) {
        Sleep.until(start + nanos);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.mqecn.host.Sleep;
import org.mqecn.monitor.ActivitySample;
import org.mqecn.monitor.ActivitySampler;
import org.mqecn.port.Port;
import org.mqecn.value.UserError;

/** Reads the ports at an interval, in a thread of its own, whether or not somebody looks. */
final class ActivityRecorder implements AutoCloseable {
    private final ActivitySampler sampler;
    private final ActivityHistory history;
    private final long periodNanos;
    private final Thread thread = new Thread(this::record, "recorder");

    ActivityRecorder(Supplier<List<Port>> reader, Duration period, ActivityHistory history) {
        this.sampler = new ActivitySampler(reader);
        this.history = history;
        this.periodNanos = period.toNanos();
        history.start(ActivityJson.sample(sampler.first()));
        thread.setDaemon(true);
        thread.start();
    }

    private void record() {
        for (long next = sampler.lastReading() + periodNanos; sleepUntil(next); next += periodNanos) {
            try {
                ActivitySample sample = sampler.sample();
                history.add(ActivityJson.record(sample), ActivityJson.sample(sample));
            } catch (RuntimeException e) { // the page says so, and ports may be readable again later
                history.fail(ActivityJson.failure(UserError.of(e).getMessage()));
            }
            next = Math.max(next, System.nanoTime() - periodNanos);
        }
    }

    /** Returns false if this thread is to end. */
    private static boolean sleepUntil(long time) {
        try {
            Sleep.until(time);
            return true;
        } catch (UserError e) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.mqecn.host.Sleep;

/** The time of a run: it begins when the traffic does. */
final class RunClock {
    private final long epoch = System.nanoTime();

    /**
     * Has this thread, and all that it starts from now on, woken at the nanosecond that they ask for: the kernel would
     * let 50 us pass to wake several at once.
     */
    static void minimizeTimerSlack() {
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nanoseconds since it began. */
    long now() {
        return System.nanoTime() - epoch;
    }

    void sleepUntil(long nanos) {
        Sleep.until(epoch + nanos);
    }

    void sleepUntil(Duration time) {
        sleepUntil(time.toNanos());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.mqecn.host.Sleep;

/** Time since the start of the traffic. */
final class RunClock {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long epoch;

    private RunClock(long epoch) {
        this.epoch = epoch;
    }

    /**
     * Waits for the next whole second of the system's clock, and starts there. TCP and the kernel's timers count in ticks
     * of that clock, so that in virtual time a run does not depend on how long the preparations took.
     */
    static RunClock startAtWholeSecond() {
        return new RunClock(awaitWholeSecond());
    }

    /** Waits for the next whole second of the system's clock; returns it in terms of {@link System#nanoTime}. */
    static long awaitWholeSecond() {
        long second = (System.nanoTime() / SECOND + 1) * SECOND;
        Sleep.until(second);
        return second;
    }

    /**
     * Sets the timer slack of this thread, and of threads that it starts, to 1 ns. The kernel's default of 50 us delays
     * timers to coalesce them.
     */
    static void minimizeTimerSlack() {
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nanoseconds since the start. */
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

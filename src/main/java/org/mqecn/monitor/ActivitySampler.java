// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;

/** Reads ports again and again, and compares each reading with the one before. Ports may come and go. */
public final class ActivitySampler {
    private final Supplier<List<Port>> reader;
    private List<Port> before;
    private long then;

    /** Takes the first reading. */
    public ActivitySampler(Supplier<List<Port>> reader) {
        this.reader = reader;
        before = reader.get();
        then = System.nanoTime();
    }

    /** When the last reading was taken, by {@link System#nanoTime()}. */
    public long lastReading() {
        return then;
    }

    /** The first reading: nothing has happened yet. */
    public ActivitySample first() {
        return compare(before, 1);
    }

    /** Reads the ports. Each call begins a new interval. */
    public ActivitySample sample() {
        List<Port> ports = reader.get();
        long now = System.nanoTime();
        ActivitySample sample = compare(ports, Math.max(1, now - then));
        before = ports;
        then = now;
        return sample;
    }

    private ActivitySample compare(List<Port> ports, long elapsedNanos) {
        return new ActivitySample(
                Instant.now(),
                elapsedNanos,
                ports.stream()
                        .map(port -> PortActivity.between(before, port, elapsedNanos))
                        .toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;

/**
 * Watches the queues of a port: a line each time, {@code time_us} and then of each queue {@code backlog_bytes},
 * {@code threshold_bytes}, {@code marked_packets}. In virtual time a reading takes no time, and the instants are exact.
 */
public final class Sampler {
    private static final List<Counter> COLUMNS =
            List.of(Counter.BACKLOG_BYTES, Counter.THRESHOLD_BYTES, Counter.MARKED_PACKETS);

    private final String device;
    private final PrintWriter out;

    public Sampler(String device, PrintWriter out) {
        this.device = device;
        this.out = out;
    }

    /**
     * Reads and writes until the time is over.
     *
     * @throws UserError where the device is not a port
     */
    public void run(Duration interval, Duration total) {
        try (Kernel kernel = new Kernel()) {
            Link link = kernel.link(device);
            long start = System.nanoTime();
            for (long next = 0; next < total.toNanos(); next += interval.toNanos()) {
                sleepUntil(start + next);
                Port port = kernel.ports(link).stream().findFirst()
                        .orElseThrow(() -> new UserError(device + " is not a port", ""));
                print((System.nanoTime() - start) / 1000, port.stats().queues());
            }
            sleepUntil(start + total.toNanos());
        }
        out.flush();
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void print(long timeUs, List<Counters> queues) {
        StringBuilder line = new StringBuilder().append(timeUs);
        for (Counters queue : queues) {
            COLUMNS.forEach(column -> line.append(',').append(queue.get(column).orElse(0)));
        }
        out.println(line);
    }

    /** How many columns a queue has. */
    static int columns() {
        return COLUMNS.size();
    }
}

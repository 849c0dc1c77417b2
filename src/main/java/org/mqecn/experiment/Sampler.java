// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;

/**
 * Watches the queues of a port: a line each time, {@code time_us} and then of each queue {@code backlog_bytes},
 * {@code threshold_bytes}, {@code marked_packets}.
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
            Clock clock = new Clock();
            clock.each(interval, total, () -> print(clock.micros(), queues(kernel, link)));
        }
        out.flush();
    }

    private List<Counters> queues(Kernel kernel, Link link) {
        Port port = kernel.ports(link).stream().findFirst()
                .orElseThrow(() -> new UserError(device + " is not a port", "'mqecn install' makes one"));
        return port.stats().queues();
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

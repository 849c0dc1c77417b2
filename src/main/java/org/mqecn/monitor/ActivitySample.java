// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.time.Instant;
import java.util.List;
import org.mqecn.port.PortActivity;

/** What ports did between two readings; the later one was taken at a time. */
public record ActivitySample(Instant time, long elapsedNanos, List<PortActivity> ports) {
    public ActivitySample {
        ports = List.copyOf(ports);
    }

    /** The queues of all ports. */
    public List<ActivityRow> rows() {
        return ports.stream().flatMap(port -> ActivityRow.of(port).stream()).toList();
    }
}

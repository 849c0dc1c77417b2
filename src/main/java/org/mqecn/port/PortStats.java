// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;

/** Counters of a port and of its queues, in the order of the queues. */
public record PortStats(Counters port, List<Counters> queues) {
    public PortStats {
        queues = List.copyOf(queues);
    }
}

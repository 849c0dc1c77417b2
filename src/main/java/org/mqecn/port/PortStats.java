// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;

/**
 * What a port has counted.
 *
 * @param queues of each of its queues, in their order
 * @param ranks packets by the rank that they carried, the last with all above; empty where ranks are nothing to the port
 */
public record PortStats(Counters port, List<Counters> queues, List<Long> ranks) {
    public PortStats {
        queues = List.copyOf(queues);
        ranks = List.copyOf(ranks);
    }

    /** That of a port with queues. */
    public static PortStats ofQueues(Counters port, List<Counters> queues) {
        return new PortStats(port, queues, List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a port has counted.
 *
 * @param queues of each of its queues, in their order
 * @param ranks packets by the rank that they carried, the last with all above; empty where ranks are nothing to the port
 * @param histograms of each queue, in their order; empty unless the port has them on
 */
public record PortStats(Counters port, List<Counters> queues, List<Long> ranks, List<QueueHistograms> histograms) {
    public PortStats {
        queues = List.copyOf(queues);
        ranks = List.copyOf(ranks);
        histograms = List.copyOf(histograms);
    }

    /** That of a port without histograms. */
    public PortStats(Counters port, List<Counters> queues, List<Long> ranks) {
        this(port, queues, ranks, List.of());
    }

    /** That of a port with queues. */
    public static PortStats ofQueues(Counters port, List<Counters> queues) {
        return new PortStats(port, queues, List.of());
    }

    /** Returns the same with histograms, one for each queue. */
    public PortStats with(List<QueueHistograms> all) {
        return new PortStats(port, queues, ranks, all);
    }

    /** Returns the rates per second since an earlier reading, without histograms. Queues and ranks that it lacks have rates of 0. */
    public PortStats perSecond(PortStats earlier, long elapsedNanos) {
        return new PortStats(
                port.perSecond(earlier.port, elapsedNanos),
                IntStream.range(0, queues.size())
                        .mapToObj(queue -> queues.get(queue)
                                .perSecond(
                                        (queue < earlier.queues.size() ? earlier : this).queues.get(queue),
                                        elapsedNanos))
                        .toList(),
                IntStream.range(0, ranks.size())
                        .mapToObj(rank -> Math.round(
                                (ranks.get(rank) - (rank < earlier.ranks.size() ? earlier : this).ranks.get(rank))
                                        * 1e9
                                        / elapsedNanos))
                        .toList());
    }
}

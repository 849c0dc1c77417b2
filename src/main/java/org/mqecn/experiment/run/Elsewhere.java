// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.run.PortReader.Queue;
import org.mqecn.topology.Link;

/** What all other queues of the testbed dropped and marked: whether one of them was the bottleneck. */
final class Elsewhere {
    /** Of one device. */
    private record Counted(long dropped, long marked) {}

    private final Stage stage;
    private final Link.End measured;
    private final Map<Link.End, Counted> before;

    /** Counts from now on. */
    Elsewhere(Stage stage, Link.End measured) {
        this.stage = stage;
        this.measured = measured;
        before = count();
    }

    private Map<Link.End, Counted> count() {
        Map<Link.End, Counted> counted = new LinkedHashMap<>();
        for (Link link : stage.testbed().links()) {
            for (Link.End end : link.ends()) {
                if (!end.equals(measured)) {
                    counted.put(end, stage.at(end.node(), () -> count(end.device())));
                }
            }
        }
        return counted;
    }

    private static Counted count(String device) {
        try (PortReader reader = PortReader.open(device)) {
            List<Queue> queues = reader.queues();
            return new Counted(queues.stream().mapToLong(Queue::dropped).sum(),
                    queues.stream().mapToLong(queue -> queue.marked().orElse(0)).sum());
        }
    }

    /** @param port the one that should be the bottleneck */
    void check(PortWatch port, Observation observation) {
        List<String> hosts = stage.hosts();
        count().forEach((end, now) -> {
            long dropped = now.dropped() - before.get(end).dropped();
            long marked = now.marked() - before.get(end).marked();
            if (hosts.contains(end.node())) {
                observation.require(dropped == 0, "%s dropped %d packets before they came to the switch", end.node(),
                        dropped);
            } else {
                observation.require(dropped <= port.dropped() && marked <= port.marked() || dropped + marked == 0,
                        "the bottleneck is elsewhere: %s at %s dropped %d packets and marked %d, the measured port %d"
                                + " and %d", end.device(), end.node(), dropped, marked, port.dropped(), port.marked());
            }
        });
    }
}

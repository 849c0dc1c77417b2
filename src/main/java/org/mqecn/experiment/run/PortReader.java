// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;

/** Reads the queues of one device, whatever stands on it: those of a dwrr port, or the innermost of stock qdiscs. */
final class PortReader implements AutoCloseable {
    private static final List<Counter> DROPS = QdiscKind.DWRR.counters().stream()
            .filter(counter -> counter.name().startsWith("DROPPED_")).toList();

    private final Kernel kernel;
    private final Link link;

    private PortReader(Kernel kernel, Link link) {
        this.kernel = kernel;
        this.link = link;
    }

    /** Opens one in the network namespace of this thread. */
    static PortReader open(String device) {
        Kernel kernel = new Kernel();
        return new PortReader(kernel, kernel.link(device));
    }

    /**
     * A queue at one instant.
     *
     * @param threshold empty where it has none that is known
     * @param marked packets; empty where its kind does not count them
     * @param delayNs for which it holds every packet, as netem does
     */
    record Queue(long backlogBytes, long backlogPackets, OptionalLong threshold, OptionalLong marked, long dropped,
            long sentBytes, long delayNs) {
        private static Queue of(Counters counters) {
            return new Queue(counters.get(DwrrCounter.BACKLOG_BYTES).orElse(0),
                    counters.get(DwrrCounter.BACKLOG_PACKETS).orElse(0), counters.get(DwrrCounter.THRESHOLD_BYTES),
                    counters.get(DwrrCounter.MARKED_PACKETS), DROPS.stream()
                            .mapToLong(counter -> counters.get(counter).orElse(0)).sum(),
                    counters.get(DwrrCounter.SENT_BYTES).orElse(0), 0);
        }

        private static Queue of(Qdisc qdisc) {
            QdiscStatistics counted = qdisc.counted();
            List<Long> least = qdisc.kind().equals("red") ? qdisc.stockOptions().getOrDefault("min", List.of())
                    : List.of();
            return new Queue(counted.backlogBytes(), counted.backlogPackets(),
                    least.isEmpty() ? OptionalLong.empty() : OptionalLong.of(least.get(0)), counted.marks(),
                    counted.drops(), counted.sentBytes(), qdisc.kind().equals("netem")
                            ? qdisc.stockOptions().getOrDefault("delay", List.of(0L)).get(0) : 0);
        }
    }

    /** The dwrr port, where there is one. */
    Stream<Port> ports() {
        return kernel.ports(link).stream().filter(port -> port.config().kind() == QdiscKind.DWRR);
    }

    /** What somebody put on the device. */
    List<Qdisc> qdiscs() {
        return kernel.qdiscs(link).stream().filter(qdisc -> !qdisc.isDefault() || qdisc.parent() != Qdisc.INGRESS)
                .toList();
    }

    /** Its queues, in order. */
    List<Queue> queues() {
        return ports().findFirst().map(port -> port.stats().queues().stream().map(Queue::of).toList())
                .orElseGet(() -> innermost(qdiscs()).map(Queue::of).toList());
    }

    /** Those under which there is no other. */
    private static Stream<Qdisc> innermost(List<Qdisc> all) {
        return all.stream().filter(qdisc -> all.stream().noneMatch(other -> other.parent() != Qdisc.ROOT
                && other.parent() >>> 16 == qdisc.handle() >>> 16 && !other.isDefault()));
    }

    @Override
    public void close() {
        kernel.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.DwrrQueueCounters;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueHistograms;

/** Reads the queues of one device: those of a dwrr port, or the leaf qdiscs of stock qdiscs. */
final class DeviceQueueReader implements AutoCloseable {
    private static final List<DwrrCounter> DROPS = Stream.of(DwrrCounter.values())
            .filter(counter -> counter.name().startsWith("DROPPED_"))
            .toList();

    /** The counters of a sample. */
    private static final List<DwrrCounter> SAMPLED = Stream.concat(
                    Stream.of(
                            DwrrCounter.BACKLOG_BYTES,
                            DwrrCounter.BACKLOG_PACKETS,
                            DwrrCounter.THRESHOLD_BYTES,
                            DwrrCounter.MARKED_PACKETS),
                    DROPS.stream())
            .toList();

    private static final int FIRST_DROPS = SAMPLED.size() - DROPS.size();

    private final RtnetlinkReader reader;
    private final DeviceLink deviceLink;
    private final Optional<DwrrQueueCounters> queueCounters;

    private DeviceQueueReader(RtnetlinkReader reader, DeviceLink deviceLink) {
        this.reader = reader;
        this.deviceLink = deviceLink;
        this.queueCounters = reader.queueCounters(deviceLink, SAMPLED);
    }

    /** Opens a reader in the network namespace of this thread. */
    static DeviceQueueReader open(String device) {
        RtnetlinkReader reader = new RtnetlinkReader();
        return new DeviceQueueReader(reader, reader.readLink(device));
    }

    /**
     * State of a port.
     *
     * @param queues in order
     * @param watermark highest backlog so far in bytes; empty if the qdisc does not record it
     * @param histograms of the queues, in order; empty if the port has none
     */
    record PortReading(List<QueueReading> queues, OptionalLong watermark, List<QueueHistograms> histograms) {
        static final PortReading NONE = new PortReading(List.of(), OptionalLong.empty(), List.of());
    }

    /**
     * State of a queue.
     *
     * @param threshold marking threshold in bytes; empty if there is none
     * @param marked marked packets; empty if the qdisc does not count them
     * @param delayNs delay of every packet, as of netem
     * @param watermark highest backlog so far in bytes; empty if the qdisc does not record it
     */
    record QueueReading(
            long backlogBytes,
            long backlogPackets,
            OptionalLong threshold,
            OptionalLong marked,
            long dropped,
            long sentBytes,
            long delayNs,
            OptionalLong watermark) {
        private static QueueReading of(Counters counters) {
            return new QueueReading(
                    counters.get(DwrrCounter.BACKLOG_BYTES).orElse(0),
                    counters.get(DwrrCounter.BACKLOG_PACKETS).orElse(0),
                    counters.get(DwrrCounter.THRESHOLD_BYTES),
                    counters.get(DwrrCounter.MARKED_PACKETS),
                    DROPS.stream()
                            .mapToLong(counter -> counters.get(counter).orElse(0))
                            .sum(),
                    counters.get(DwrrCounter.SENT_BYTES).orElse(0),
                    0,
                    counters.get(DwrrCounter.WATERMARK_BYTES));
        }

        private static QueueReading of(Qdisc qdisc) {
            QdiscStatistics statistics = qdisc.parseStatistics();
            List<Long> minimum =
                    qdisc.kind().equals("red") ? qdisc.stockOptions().getOrDefault("min", List.of()) : List.of();
            return new QueueReading(
                    statistics.backlogBytes(),
                    statistics.backlogPackets(),
                    minimum.isEmpty() ? OptionalLong.empty() : OptionalLong.of(minimum.get(0)),
                    statistics.marks(),
                    statistics.drops(),
                    statistics.sentBytes(),
                    qdisc.kind().equals("netem")
                            ? qdisc.stockOptions()
                                    .getOrDefault("delay", List.of(0L))
                                    .get(0)
                            : 0,
                    OptionalLong.empty());
        }
    }

    /** The dwrr port, if the device has one. */
    Stream<Port> ports() {
        return reader.readPorts(deviceLink).stream()
                .filter(port -> port.config().kind() == QdiscKind.DWRR);
    }

    /** The qdiscs that were installed on the device, without the default ones. */
    List<Qdisc> qdiscs() {
        return reader.readQdiscs(deviceLink).stream()
                .filter(qdisc -> !qdisc.isDefault() || qdisc.parent() != Qdisc.INGRESS)
                .toList();
    }

    PortReading read() {
        return ports().findFirst()
                .map(port -> new PortReading(
                        port.stats().queues().stream().map(QueueReading::of).toList(),
                        port.stats().port().get(DwrrCounter.WATERMARK_BYTES),
                        port.stats().histograms()))
                .orElseGet(() -> new PortReading(
                        leaves(qdiscs()).map(QueueReading::of).toList(), OptionalLong.empty(), List.of()));
    }

    /**
     * Samples its queues: as {@link #queues}, with little work if it is a dwrr port.
     *
     * @param states where the states of the queues are written, in order; the list grows if there are more queues
     * @return number of queues
     */
    int sample(List<QueueState> states) {
        if (queueCounters.isEmpty()) {
            List<QueueReading> queues = queues();
            grow(states, queues.size());
            for (int i = 0; i < queues.size(); i++) {
                states.get(i).set(queues.get(i));
            }
            return queues.size();
        }
        DwrrQueueCounters counters = queueCounters.get();
        int queues = counters.read();
        grow(states, queues);
        for (int i = 0; i < queues; i++) {
            long dropped = 0;
            for (int j = FIRST_DROPS; j < SAMPLED.size(); j++) {
                dropped += Math.max(0, counters.value(i, j));
            }
            states.get(i)
                    .set(
                            counters.value(i, 0),
                            counters.value(i, 1),
                            counters.value(i, 2),
                            counters.value(i, 3),
                            dropped);
        }
        return queues;
    }

    private static void grow(List<QueueState> states, int queues) {
        while (states.size() < queues) {
            states.add(new QueueState());
        }
    }

    /** Its queues, in order. */
    List<QueueReading> queues() {
        return read().queues();
    }

    /** Qdiscs without children. */
    private static Stream<Qdisc> leaves(List<Qdisc> all) {
        return all.stream().filter(qdisc -> all.stream()
                .noneMatch(other -> other.parent() != Qdisc.ROOT
                        && other.parent() >>> 16 == qdisc.handle() >>> 16
                        && !other.isDefault()));
    }

    @Override
    public void close() {
        reader.close();
    }
}

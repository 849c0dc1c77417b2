// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;
import org.mqecn.netlink.RtnetlinkReader;

/** Samples the queues of devices. */
final class QueueSampler implements AutoCloseable {
    private static final String ROOT = "root";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final int MAX_POLLS = 200;

    /** The samples of one device. */
    private static final class QueueAccumulator {
        private List<Qdisc> first = List.of();
        private List<Qdisc> last = List.of();
        private double totalBacklog;
        private long emptySamples;
        private long sampleCount;
        private long maxPacketBytes;

        void add(List<Qdisc> qdiscs) {
            first = first.isEmpty() ? qdiscs : first;
            last = qdiscs;
            sampleCount++;
            emptySamples += root(qdiscs)
                            .filter(root -> root.parseStatistics().backlogBytes() > 0)
                            .isPresent()
                    ? 0
                    : 1;
            for (Qdisc qdisc : qdiscs) {
                QdiscStatistics statistics = qdisc.parseStatistics();
                totalBacklog += qdisc.parentText().equals(ROOT) ? statistics.backlogBytes() : 0;
                if (statistics.backlogPackets() > 0) {
                    maxPacketBytes = Math.max(maxPacketBytes, statistics.backlogBytes() / statistics.backlogPackets());
                }
            }
        }

        QueueSample toSample(double seconds) {
            return new QueueSample(
                    root(last).map(Qdisc::kind).orElse(""),
                    totalBacklog / sampleCount,
                    (double) emptySamples / sampleCount,
                    maxPacketBytes,
                    seconds,
                    Byte.SIZE * (sent(last) - sent(first)),
                    drops(last) - drops(first),
                    marks());
        }

        private static Optional<Qdisc> root(List<Qdisc> qdiscs) {
            return qdiscs.stream()
                    .filter(each -> each.parentText().equals(ROOT))
                    .findFirst();
        }

        private static double sent(List<Qdisc> qdiscs) {
            return root(qdiscs).map(each -> each.parseStatistics().sentBytes()).orElse(0L);
        }

        private static long drops(List<Qdisc> qdiscs) {
            return root(qdiscs).map(each -> each.parseStatistics().drops()).orElse(0L);
        }

        private OptionalLong marks() {
            return last.stream()
                            .noneMatch(each -> each.parseStatistics().marks().isPresent())
                    ? OptionalLong.empty()
                    : OptionalLong.of(marks(last) - marks(first));
        }

        private static long marks(List<Qdisc> qdiscs) {
            return qdiscs.stream()
                    .mapToLong(each -> each.parseStatistics().marks().orElse(0))
                    .sum();
        }
    }

    private final Map<String, RtnetlinkReader> readers = new LinkedHashMap<>();
    private final Map<NamespacedDevice, Integer> indices = new LinkedHashMap<>();

    /** Devices that do not exist are ignored. */
    QueueSampler(Collection<NamespacedDevice> devices) {
        for (NamespacedDevice device : devices) {
            RtnetlinkReader reader = readers.computeIfAbsent(device.namespace(), QueueSampler::open);
            reader.readLinks().stream()
                    .filter(deviceLink -> deviceLink.name().equals(device.name()))
                    .mapToInt(DeviceLink::index)
                    .findFirst()
                    .ifPresent(index -> indices.put(device, index));
        }
    }

    private static RtnetlinkReader open(String namespace) {
        return Netns.call(namespace, RtnetlinkReader::new);
    }

    /** Samples each queue this number of times over a time, starting now. */
    Map<NamespacedDevice, QueueSample> sampleFor(Duration time, int samples) {
        long start = System.nanoTime();
        return collect(accumulators -> {
            for (int i = 1; i <= samples; i++) {
                Sleep.until(start + time.toNanos() * i / samples);
                sample(accumulators);
            }
        });
    }

    /** Samples each queue before and after a task. */
    Map<NamespacedDevice, QueueSample> sampleAround(Runnable task) {
        return collect(accumulators -> {
            task.run();
            sample(accumulators);
        });
    }

    private Map<NamespacedDevice, QueueSample> collect(Consumer<Map<NamespacedDevice, QueueAccumulator>> sampling) {
        Map<NamespacedDevice, QueueAccumulator> accumulators = new LinkedHashMap<>();
        indices.keySet().forEach(device -> accumulators.put(device, new QueueAccumulator()));
        long start = System.nanoTime();
        sample(accumulators);
        sampling.accept(accumulators);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<NamespacedDevice, QueueSample> samples = new LinkedHashMap<>();
        accumulators.forEach((device, queueAccumulator) -> samples.put(device, queueAccumulator.toSample(seconds)));
        return samples;
    }

    /** Waits until the packets of earlier flows have drained, for a limited time. */
    void waitUntilEmpty(NamespacedDevice device) {
        for (int i = 0; i < MAX_POLLS && sampleFor(POLL_INTERVAL, 1).get(device).meanBacklogBytes() > 0; i++) {
            Sleep.until(System.nanoTime() + POLL_INTERVAL.toNanos());
        }
    }

    private void sample(Map<NamespacedDevice, QueueAccumulator> accumulators) {
        readers.forEach((namespace, reader) -> {
            List<Qdisc> all = reader.readQdiscs();
            accumulators.forEach((device, queueAccumulator) -> {
                if (device.namespace().equals(namespace)) {
                    List<Qdisc> own = new ArrayList<>(all);
                    own.removeIf(qdisc -> qdisc.deviceIndex() != indices.get(device));
                    queueAccumulator.add(own);
                }
            });
        });
    }

    @Override
    public void close() {
        readers.values().forEach(RtnetlinkReader::close);
    }
}

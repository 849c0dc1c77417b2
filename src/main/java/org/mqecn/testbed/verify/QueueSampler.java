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

/** Watches the queues of some devices while others make traffic. */
final class QueueSampler implements AutoCloseable {
    private static final String ROOT = "root";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);
    private static final int MAX_POLLS = 200;

    /** What is seen of one device while the watch goes on. */
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
                QdiscStatistics counted = qdisc.parseStatistics();
                totalBacklog += qdisc.parentText().equals(ROOT) ? counted.backlogBytes() : 0;
                if (counted.backlogPackets() > 0) {
                    maxPacketBytes = Math.max(maxPacketBytes, counted.backlogBytes() / counted.backlogPackets());
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

    /** Devices that are not there are passed over. */
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

    /** Looks at each queue that many times in a time, the first time now. */
    Map<NamespacedDevice, QueueSample> sampleFor(Duration time, int samples) {
        long start = System.nanoTime();
        return collect(tallies -> {
            for (int i = 1; i <= samples; i++) {
                Sleep.until(start + time.toNanos() * i / samples);
                sample(tallies);
            }
        });
    }

    /** Looks at each queue before something is done, and after it. */
    Map<NamespacedDevice, QueueSample> sampleAround(Runnable task) {
        return collect(tallies -> {
            task.run();
            sample(tallies);
        });
    }

    private Map<NamespacedDevice, QueueSample> collect(Consumer<Map<NamespacedDevice, QueueAccumulator>> looking) {
        Map<NamespacedDevice, QueueAccumulator> tallies = new LinkedHashMap<>();
        indices.keySet().forEach(device -> tallies.put(device, new QueueAccumulator()));
        long start = System.nanoTime();
        sample(tallies);
        looking.accept(tallies);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<NamespacedDevice, QueueSample> seen = new LinkedHashMap<>();
        tallies.forEach((device, queueAccumulator) -> seen.put(device, queueAccumulator.toSample(seconds)));
        return seen;
    }

    /** What earlier flows left in a queue drains; that it does not is for others to find. */
    void waitUntilEmpty(NamespacedDevice device) {
        for (int i = 0; i < MAX_POLLS && sampleFor(POLL_INTERVAL, 1).get(device).meanBacklogBytes() > 0; i++) {
            Sleep.until(System.nanoTime() + POLL_INTERVAL.toNanos());
        }
    }

    private void sample(Map<NamespacedDevice, QueueAccumulator> tallies) {
        readers.forEach((namespace, reader) -> {
            List<Qdisc> all = reader.readQdiscs();
            tallies.forEach((device, queueAccumulator) -> {
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

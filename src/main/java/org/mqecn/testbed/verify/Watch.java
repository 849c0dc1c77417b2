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
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.QdiscStatistics;

/** Watches the queues of some devices while others make traffic. */
final class Watch implements AutoCloseable {
    private static final String ROOT = "root";
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int LOOKS = 200;

    /** What is seen of one device while the watch goes on. */
    private static final class Tally {
        private List<Qdisc> first = List.of();
        private List<Qdisc> last = List.of();
        private double backlog;
        private long empty;
        private long samples;
        private long longest;

        void add(List<Qdisc> qdiscs) {
            first = first.isEmpty() ? qdiscs : first;
            last = qdiscs;
            samples++;
            empty += root(qdiscs).filter(root -> root.counted().backlogBytes() > 0).isPresent() ? 0 : 1;
            for (Qdisc qdisc : qdiscs) {
                QdiscStatistics counted = qdisc.counted();
                backlog += qdisc.place().equals(ROOT) ? counted.backlogBytes() : 0;
                if (counted.backlogPackets() > 0) {
                    longest = Math.max(longest, counted.backlogBytes() / counted.backlogPackets());
                }
            }
        }

        Seen seen(double seconds) {
            return new Seen(root(last).map(Qdisc::kind).orElse(""), backlog / samples, (double) empty / samples,
                    longest, seconds, Byte.SIZE * (sent(last) - sent(first)), drops(last) - drops(first), marks());
        }

        private static Optional<Qdisc> root(List<Qdisc> qdiscs) {
            return qdiscs.stream().filter(each -> each.place().equals(ROOT)).findFirst();
        }

        private static double sent(List<Qdisc> qdiscs) {
            return root(qdiscs).map(each -> each.counted().sentBytes()).orElse(0L);
        }

        private static long drops(List<Qdisc> qdiscs) {
            return root(qdiscs).map(each -> each.counted().drops()).orElse(0L);
        }

        private OptionalLong marks() {
            return last.stream().noneMatch(each -> each.counted().marks().isPresent()) ? OptionalLong.empty()
                    : OptionalLong.of(marks(last) - marks(first));
        }

        private static long marks(List<Qdisc> qdiscs) {
            return qdiscs.stream().mapToLong(each -> each.counted().marks().orElse(0)).sum();
        }
    }

    private final Map<String, Kernel> kernels = new LinkedHashMap<>();
    private final Map<Device, Integer> indices = new LinkedHashMap<>();

    /** Devices that are not there are passed over. */
    Watch(Collection<Device> devices) {
        for (Device device : devices) {
            Kernel kernel = kernels.computeIfAbsent(device.namespace(), Watch::open);
            kernel.links().stream().filter(link -> link.name().equals(device.name())).mapToInt(Link::index)
                    .findFirst().ifPresent(index -> indices.put(device, index));
        }
    }

    private static Kernel open(String namespace) {
        return Netns.call(namespace, Kernel::new);
    }

    /** Looks at each queue that many times in a time, the first time now. */
    Map<Device, Seen> during(Duration time, int samples) {
        long start = System.nanoTime();
        return seen(tallies -> {
            for (int i = 1; i <= samples; i++) {
                Sleep.until(start + time.toNanos() * i / samples);
                look(tallies);
            }
        });
    }

    /** Looks at each queue before something is done, and after it. */
    Map<Device, Seen> around(Runnable task) {
        return seen(tallies -> {
            task.run();
            look(tallies);
        });
    }

    private Map<Device, Seen> seen(Consumer<Map<Device, Tally>> looking) {
        Map<Device, Tally> tallies = new LinkedHashMap<>();
        indices.keySet().forEach(device -> tallies.put(device, new Tally()));
        long start = System.nanoTime();
        look(tallies);
        looking.accept(tallies);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<Device, Seen> seen = new LinkedHashMap<>();
        tallies.forEach((device, tally) -> seen.put(device, tally.seen(seconds)));
        return seen;
    }

    /** What earlier flows left in a queue drains; that it does not is for others to find. */
    void waitUntilEmpty(Device device) {
        for (int i = 0; i < LOOKS && during(LOOK, 1).get(device).meanBacklog() > 0; i++) {
            Sleep.until(System.nanoTime() + LOOK.toNanos());
        }
    }

    private void look(Map<Device, Tally> tallies) {
        kernels.forEach((namespace, kernel) -> {
            List<Qdisc> all = kernel.qdiscs();
            tallies.forEach((device, tally) -> {
                if (device.namespace().equals(namespace)) {
                    List<Qdisc> own = new ArrayList<>(all);
                    own.removeIf(qdisc -> qdisc.device() != indices.get(device));
                    tally.add(own);
                }
            });
        });
    }

    @Override
    public void close() {
        kernels.values().forEach(Kernel::close);
    }
}

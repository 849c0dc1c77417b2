// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.port.Assignment;
import org.mqecn.port.Bytes;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;
import org.mqecn.topology.Link.End;

/** The limits of a testbed's ports, each against its own rate and the base RTT of who sends through it. */
public final class QueueLimits {
    /** shared_buffer_bytes of a port for which nothing is said. */
    private static final long DWRR_BUFFER = 2_000_000;
    private static final List<String> BY_BYTES = List.of("red", "bfifo", "tbf", "sfb", "gred");
    private static final List<String> BY_PACKETS = List.of("pfifo", "fq", "fq_codel", "codel", "pie", "fq_pie", "sfq");
    private static final long NANOS_A_BYTE = 8_000_000_000L;

    private final Map<String, List<Hop>> hops;
    /** Of hosts, what each adds to its packets. */
    private final Map<String, Duration> delays = new HashMap<>();
    /** By the end itself: the hash of its value goes through all that stands there. */
    private final Map<End, Duration> rtts = new IdentityHashMap<>();

    private QueueLimits(Testbed testbed) {
        hops = hops(testbed);
        testbed.hosts().forEach(host -> delays.put(host.name(), host.stack().delay()));
        testbed.hosts().forEach(this::follow);
    }

    /** A sentence for each limit that is not reasonable; ports that are alike share one. */
    public static List<String> notes(Testbed testbed) {
        Map<String, List<String>> notes = new LinkedHashMap<>();
        of(testbed).forEach((port, limit) -> {
            if (limit.verdict() != QueueLimit.Verdict.REASONABLE) {
                notes.computeIfAbsent("the limit of " + limit + (limit.rtt().isZero() ? "" : ", base RTT "
                        + Quantity.TIME.print(limit.rtt().toNanos())) + ", is " + limit.verdict().sentence(),
                        any -> new ArrayList<>()).add(port.node() + "/" + port.device());
            }
        });
        return notes.entrySet().stream().map(note -> name(note.getValue()) + ": " + note.getKey()).toList();
    }

    private static String name(List<String> ports) {
        return "port " + ports.get(0) + (ports.size() > 1 ? " and " + (ports.size() - 1) + " like it" : "");
    }

    /** The limit of each port that has one and a rate. */
    public static Map<End, QueueLimit> of(Testbed testbed) {
        QueueLimits limits = new QueueLimits(testbed);
        Map<End, QueueLimit> all = new LinkedHashMap<>();
        for (Link link : testbed.links()) {
            for (End end : link.ends()) {
                limits.limit(link, end).ifPresent(limit -> all.put(end, limit));
            }
        }
        return all;
    }

    private Optional<QueueLimit> limit(Link link, End end) {
        Optional<Rate> rate = end.port().rate().or(link::rate);
        Duration rtt = rtts.getOrDefault(end, Duration.ZERO);
        if (rate.isEmpty()) {
            return Optional.empty();
        }
        if (end.port() instanceof Discipline.Dwrr dwrr) {
            long buffer = dwrr.request().assignments().stream()
                    .filter(assignment -> assignment.setting() == DwrrSetting.SHARED_BUFFER)
                    .mapToLong(Assignment::value).findFirst().orElse(DWRR_BUFFER);
            return Optional.of(QueueLimit.ofBytes(buffer, rate.get(), rtt, link.mtu()));
        }
        return leaves((Discipline.Stock) end.port()).stream()
                .flatMap(layer -> limit(layer, rate.get(), rtt, link.mtu()).stream())
                .reduce((one, other) -> one.bytes() >= other.bytes() ? one : other);
    }

    /** The qdiscs that packets stand in: those with no other under them. */
    private static List<Discipline.Layer> leaves(Discipline.Stock stock) {
        return stock.layers().stream().filter(layer -> stock.layers().stream()
                .noneMatch(other -> other.parent().startsWith(layer.handle()))).toList();
    }

    private static Optional<QueueLimit> limit(Discipline.Layer layer, Rate rate, Duration rtt, int mtu) {
        Optional<String> limit = word(layer, "limit");
        if (BY_PACKETS.contains(layer.kind()) && limit.isPresent()) {
            return Optional.of(QueueLimit.ofPackets(Long.parseLong(limit.get()), rate, rtt, mtu));
        }
        OptionalLong bytes = limit.isPresent() ? OptionalLong.of(Bytes.parse(limit.get()).bytes())
                : latency(layer, rate);
        return BY_BYTES.contains(layer.kind()) && bytes.isPresent()
                ? Optional.of(QueueLimit.ofBytes(bytes.getAsLong(), rate, rtt, mtu)) : Optional.empty();
    }

    /** The limit that tc works out of tbf's latency. */
    private static OptionalLong latency(Discipline.Layer layer, Rate rate) {
        Optional<String> latency = word(layer, "latency");
        Optional<String> burst = word(layer, "burst");
        return latency.isPresent() && burst.isPresent()
                ? OptionalLong.of(rate.bitsPerSecond() * Quantity.TIME.parse("latency", latency.get()) / NANOS_A_BYTE
                        + Bytes.parse(burst.get()).bytes())
                : OptionalLong.empty();
    }

    private static Optional<String> word(Discipline.Layer layer, String key) {
        int index = layer.words().indexOf(key);
        return index < 0 || index + 1 == layer.words().size() ? Optional.empty()
                : Optional.of(layer.words().get(index + 1));
    }

    /** A step from a node to its neighbour. */
    private record Hop(End out, String to, Duration delay) {}

    private static Map<String, List<Hop>> hops(Testbed testbed) {
        Map<String, List<Hop>> hops = new HashMap<>();
        for (Link link : testbed.links()) {
            hops.computeIfAbsent(link.from().node(), any -> new ArrayList<>())
                    .add(new Hop(link.from(), link.to().node(), link.delay()));
            hops.computeIfAbsent(link.to().node(), any -> new ArrayList<>())
                    .add(new Hop(link.to(), link.from().node(), link.delay()));
        }
        return hops;
    }

    /**
     * Notes, at each port on the shortest ways from a host, the longest base RTT of those that pass it: out on the
     * tree of these ways, and back from its leaves.
     */
    private void follow(Host from) {
        Map<String, Hop> into = new HashMap<>();
        Map<String, Duration> distance = new HashMap<>(Map.of(from.name(), Duration.ZERO));
        List<String> order = new ArrayList<>(List.of(from.name()));
        for (int i = 0; i < order.size(); i++) {
            String node = order.get(i);
            for (Hop hop : hops.getOrDefault(node, List.of())) {
                if (distance.putIfAbsent(hop.to, distance.get(node).plus(hop.delay)) == null) {
                    into.put(hop.to, hop);
                    order.add(hop.to);
                }
            }
        }
        Map<String, Duration> farthest = new HashMap<>();
        for (int i = order.size() - 1; i > 0; i--) {
            String node = order.get(i);
            if (delays.containsKey(node)) {
                farthest.merge(node, delays.get(node).plus(distance.get(node).multipliedBy(2)), QueueLimits::longer);
            }
            Duration rest = farthest.get(node);
            if (rest != null) {
                End out = into.get(node).out;
                rtts.merge(out, from.stack().delay().plus(rest), QueueLimits::longer);
                farthest.merge(out.node(), rest, QueueLimits::longer);
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

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
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.value.Bytes;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.ScaledFormat;

/** Compares the queue limit of each port of a testbed with its rate and the base RTT of the flows through it. */
public final class QueueLimitAnalysis {
    private static final List<String> LIMITED_BY_BYTES = List.of("red", "bfifo", "tbf", "sfb", "gred");
    private static final List<String> LIMITED_BY_PACKETS =
            List.of("pfifo", "fq", "fq_codel", "codel", "pie", "fq_pie", "sfq");
    private static final long NANOBITS_PER_BYTE = 8_000_000_000L;

    private final Map<String, List<Adjacency>> adjacencies;
    /** Delay that each host adds to its packets. */
    private final Map<String, Duration> hostDelays = new HashMap<>();
    /** By identity: the hash of a link's end covers its whole queueing discipline. */
    private final Map<LinkEnd, Duration> baseRtts = new IdentityHashMap<>();

    private QueueLimitAnalysis(Testbed testbed) {
        adjacencies = adjacencies(testbed);
        testbed.hosts().forEach(host -> hostDelays.put(host.name(), host.stack().delay()));
        testbed.hosts().forEach(this::addBaseRttsFrom);
    }

    /** Returns a sentence for each limit that is not reasonable; ports with the same limit share one. */
    public static List<String> warnings(Testbed testbed) {
        Map<String, List<String>> portsByWarning = new LinkedHashMap<>();
        analyze(testbed).forEach((port, limit) -> {
            if (limit.assessment() != QueueLimit.QueueLimitAssessment.REASONABLE) {
                portsByWarning
                        .computeIfAbsent(
                                "the limit of " + limit
                                        + (limit.rtt().isZero()
                                                ? ""
                                                : ", base RTT "
                                                        + ScaledFormat.time(
                                                                limit.rtt().toNanos()))
                                        + ", is " + limit.assessment().description(),
                                any -> new ArrayList<>())
                        .add(port.node() + "/" + port.device());
            }
        });
        return portsByWarning.entrySet().stream()
                .map(warning -> describePorts(warning.getValue()) + ": " + warning.getKey())
                .toList();
    }

    private static String describePorts(List<String> ports) {
        int others = ports.size() - 1;
        return "port " + ports.get(0)
                + (others == 0 ? "" : " and " + others + (others == 1 ? " other port" : " other ports"));
    }

    /** Returns the limit of each port that has a limit and a rate. */
    public static Map<LinkEnd, QueueLimit> analyze(Testbed testbed) {
        QueueLimitAnalysis limits = new QueueLimitAnalysis(testbed);
        Map<LinkEnd, QueueLimit> all = new LinkedHashMap<>();
        for (Link link : testbed.links()) {
            for (LinkEnd linkEnd : link.ends()) {
                limits.limitOf(link, linkEnd).ifPresent(limit -> all.put(linkEnd, limit));
            }
        }
        return all;
    }

    private Optional<QueueLimit> limitOf(Link link, LinkEnd linkEnd) {
        Optional<Rate> rate = linkEnd.qdisc().rate().or(link::rate);
        Duration rtt = baseRtts.getOrDefault(linkEnd, Duration.ZERO);
        if (rate.isEmpty()) {
            return Optional.empty();
        }
        return leafQdiscs(linkEnd.qdisc()).stream()
                .flatMap(tcQdisc -> limitOf(tcQdisc, rate.get(), rtt, link.mtu()).stream())
                .reduce((one, other) -> one.bytes() >= other.bytes() ? one : other);
    }

    /** Returns the qdiscs that queue packets: those without a child. */
    private static List<QueueingDiscipline.TcQdisc> leafQdiscs(QueueingDiscipline queueingDiscipline) {
        return queueingDiscipline.qdiscs().stream()
                .filter(tcQdisc -> queueingDiscipline.qdiscs().stream()
                        .noneMatch(other -> other.parent().startsWith(tcQdisc.handle())))
                .toList();
    }

    private static Optional<QueueLimit> limitOf(QueueingDiscipline.TcQdisc tcQdisc, Rate rate, Duration rtt, int mtu) {
        if (tcQdisc.isOf(QdiscKind.DWRR)) {
            long buffer = DwrrDefaults.value(tcQdisc.request().orElseThrow(), DwrrSetting.SHARED_BUFFER);
            return Optional.of(QueueLimit.ofBytes(buffer, rate, rtt, mtu));
        }
        Optional<String> limit = tcQdisc.option("limit");
        if (LIMITED_BY_PACKETS.contains(tcQdisc.kind()) && limit.isPresent()) {
            return Optional.of(QueueLimit.ofPackets(Long.parseLong(limit.get()), rate, rtt, mtu));
        }
        OptionalLong bytes =
                limit.isPresent() ? OptionalLong.of(Bytes.parse(limit.get()).bytes()) : limitFromLatency(tcQdisc, rate);
        return LIMITED_BY_BYTES.contains(tcQdisc.kind()) && bytes.isPresent()
                ? Optional.of(QueueLimit.ofBytes(bytes.getAsLong(), rate, rtt, mtu))
                : Optional.empty();
    }

    /** Returns the limit that tc computes from tbf's latency. */
    private static OptionalLong limitFromLatency(QueueingDiscipline.TcQdisc tcQdisc, Rate rate) {
        Optional<String> latency = tcQdisc.option("latency");
        Optional<String> burst = tcQdisc.option("burst");
        return latency.isPresent() && burst.isPresent()
                ? OptionalLong.of(
                        rate.bitsPerSecond() * Quantity.TIME.parse("latency", latency.get()) / NANOBITS_PER_BYTE
                                + Bytes.parse(burst.get()).bytes())
                : OptionalLong.empty();
    }

    /** @param delay of both directions together */
    private record Adjacency(LinkEnd egress, String neighbour, Duration delay) {}

    private static Map<String, List<Adjacency>> adjacencies(Testbed testbed) {
        Map<String, List<Adjacency>> adjacencies = new HashMap<>();
        for (Link link : testbed.links()) {
            for (LinkEnd end : link.ends()) {
                adjacencies
                        .computeIfAbsent(end.node(), node -> new ArrayList<>())
                        .add(new Adjacency(end, link.peerOf(end.node()).node(), link.roundTripDelay()));
            }
        }
        return adjacencies;
    }

    /**
     * Records, for each port on the shortest paths from a host, the longest base RTT of the flows through it: builds the
     * tree of these paths outwards, then adds up the delays from its leaves inwards.
     */
    private void addBaseRttsFrom(Host from) {
        Map<String, Adjacency> into = new HashMap<>();
        Map<String, Duration> distance = new HashMap<>(Map.of(from.name(), Duration.ZERO));
        List<String> order = new ArrayList<>(List.of(from.name()));
        for (int i = 0; i < order.size(); i++) {
            String node = order.get(i);
            for (Adjacency adjacency : adjacencies.getOrDefault(node, List.of())) {
                if (distance.putIfAbsent(adjacency.neighbour, distance.get(node).plus(adjacency.delay)) == null) {
                    into.put(adjacency.neighbour, adjacency);
                    order.add(adjacency.neighbour);
                }
            }
        }
        Map<String, Duration> farthest = new HashMap<>();
        for (int i = order.size() - 1; i > 0; i--) {
            String node = order.get(i);
            if (hostDelays.containsKey(node)) {
                farthest.merge(node, hostDelays.get(node).plus(distance.get(node)), QueueLimitAnalysis::max);
            }
            Duration rest = farthest.get(node);
            if (rest != null) {
                LinkEnd out = into.get(node).egress;
                baseRtts.merge(out, from.stack().delay().plus(rest), QueueLimitAnalysis::max);
                farthest.merge(out.node(), rest, QueueLimitAnalysis::max);
            }
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

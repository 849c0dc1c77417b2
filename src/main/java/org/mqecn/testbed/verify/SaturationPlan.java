// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.value.Rate;

/**
 * Which flows fill a port: from hosts whose ways lead through it, so many that what is before it lets through more
 * than it does itself. Then its queue is the one that stands.
 *
 * @param portHop the port, and its link
 * @param flows the ways of the flows; empty where no hosts can fill it
 * @param passesPortAlways whether each of them passes the port, whatever way its packets take
 */
record SaturationPlan(PathHop portHop, List<NetworkPath> flows, boolean passesPortAlways) {
    private static final double OVERLOAD_FACTOR = 1.02;
    private static final int MAX_SENDERS = 8;
    private static final long UNLIMITED = Long.MAX_VALUE / 1024;

    SaturationPlan {
        flows = List.copyOf(flows);
    }

    /** The ways between two hosts, of which packets take one. */
    record HostPair(List<NetworkPath> paths) {
        boolean alwaysTraverses(LinkEnd linkEnd) {
            return paths.stream().allMatch(networkPath -> networkPath.traverses(linkEnd));
        }

        boolean mayTraverse(LinkEnd linkEnd) {
            return paths.stream().anyMatch(networkPath -> networkPath.traverses(linkEnd));
        }
    }

    long portRate() {
        return portRate(portHop.egress());
    }

    /**
     * Finds the flows for a port.
     *
     * @param cards what a host's own device sends at most
     */
    static SaturationPlan of(PathHop pathHop, List<HostPair> pairs, Map<String, Rate> cards) {
        LinkEnd port = pathHop.egress();
        List<HostPair> sure = pairs.stream()
                .filter(hostPair -> hostPair.alwaysTraverses(port))
                .toList();
        List<HostPair> usable = sure.isEmpty()
                ? pairs.stream().filter(hostPair -> hostPair.mayTraverse(port)).toList()
                : sure;
        List<NetworkPath> candidates = usable.stream()
                .map(hostPair -> hostPair.paths().stream()
                        .filter(networkPath -> networkPath.traverses(port))
                        .findFirst()
                        .orElseThrow())
                .sorted(Comparator.comparingLong((NetworkPath networkPath) -> -offeredRate(networkPath, port, cards)))
                .toList();
        List<NetworkPath> chosen = sure.isEmpty() ? spreadEvenly(candidates) : fewestSenders(candidates, port, cards);
        return new SaturationPlan(pathHop, saturates(chosen, port, cards) ? chosen : List.of(), !sure.isEmpty());
    }

    /** As few senders as will do. */
    private static List<NetworkPath> fewestSenders(
            List<NetworkPath> candidates, LinkEnd port, Map<String, Rate> cards) {
        List<NetworkPath> chosen = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        for (NetworkPath networkPath : candidates) {
            if (!saturates(chosen, port, cards) && chosen.size() < MAX_SENDERS && senders.add(networkPath.from())) {
                chosen.add(networkPath);
            }
        }
        return chosen;
    }

    /** From all over the testbed, so that some of them take this way. */
    private static List<NetworkPath> spreadEvenly(List<NetworkPath> candidates) {
        int count = Math.min(candidates.size(), MAX_SENDERS);
        return IntStream.range(0, count)
                .mapToObj(i -> candidates.get(i * candidates.size() / count))
                .toList();
    }

    /** Whether more arrives than the port sends. Flows that share a narrow place before it share its rate. */
    private static boolean saturates(List<NetworkPath> flows, LinkEnd port, Map<String, Rate> cards) {
        Map<String, Long> places = new HashMap<>();
        flows.forEach(networkPath ->
                places.merge(upstreamBottleneck(networkPath, port), offeredRate(networkPath, port, cards), Math::max));
        return places.values().stream().mapToDouble(Long::doubleValue).sum() >= OVERLOAD_FACTOR * portRate(port);
    }

    /**
     * What a flow can bring to the port, and through it. Who is as fast as the port, and behind it, does not hold it
     * back.
     */
    private static long offeredRate(NetworkPath networkPath, LinkEnd port, Map<String, Rate> cards) {
        long card = cards.containsKey(networkPath.from())
                ? cards.get(networkPath.from()).bitsPerSecond()
                : UNLIMITED;
        long before = Stream.of(card, flowRateLimit(port), minRateLimit(networkPath.upstreamOf(port)))
                .min(Long::compare)
                .orElseThrow();
        long after = minRateLimit(networkPath.downstreamOf(port));
        return after < portRate(port) ? Math.min(before, after) : before;
    }

    /** The narrowest place of a way before the port: a port, or the sender itself. */
    private static String upstreamBottleneck(NetworkPath networkPath, LinkEnd port) {
        long least = minRateLimit(networkPath.upstreamOf(port));
        return networkPath.upstreamOf(port).stream()
                .filter(linkEnd -> rateLimit(linkEnd) == least)
                .map(linkEnd -> linkEnd.node() + " " + linkEnd.device())
                .findFirst()
                .orElse(networkPath.from());
    }

    private static long minRateLimit(List<LinkEnd> ends) {
        return ends.stream().mapToLong(SaturationPlan::rateLimit).min().orElse(UNLIMITED);
    }

    /** What one flow can bring through a port. */
    private static long rateLimit(LinkEnd linkEnd) {
        return Math.min(linkEnd.qdisc().rate().map(Rate::bitsPerSecond).orElse(UNLIMITED), flowRateLimit(linkEnd));
    }

    private static long flowRateLimit(LinkEnd linkEnd) {
        return linkEnd.qdisc().flowRate().map(Rate::bitsPerSecond).orElse(UNLIMITED);
    }

    private static long portRate(LinkEnd port) {
        return port.qdisc().rate().orElseThrow().bitsPerSecond();
    }

    /**
     * So many ports at most, of each sort alike, from all over the testbed: of a large one not all can be filled in
     * short time.
     *
     * @param sort what ports have in common that are taken for alike
     */
    static List<PathHop> samplePorts(List<PathHop> ports, Function<PathHop, Object> sort, int most) {
        Map<Object, List<PathHop>> sorts =
                ports.stream().collect(Collectors.groupingBy(sort, LinkedHashMap::new, Collectors.toList()));
        Set<PathHop> chosen = new HashSet<>();
        int left = most;
        int open = sorts.size();
        for (List<PathHop> each : sorts.values().stream()
                .sorted(Comparator.comparingInt(List::size))
                .toList()) {
            int count = Math.min(each.size(), Math.max(1, left / open));
            for (int i = 0; i < count && left > 0; i++, left--) {
                chosen.add(each.get(i * each.size() / count));
            }
            open--;
        }
        return ports.stream().filter(chosen::contains).toList();
    }
}

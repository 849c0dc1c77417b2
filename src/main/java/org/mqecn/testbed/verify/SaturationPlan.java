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
 * The flows that saturate a port: from hosts with paths through it, enough of them to offer more than its rate. Packets
 * then queue at the port, and not before it.
 *
 * @param portHop the port and its link
 * @param flows paths of the flows; empty if no hosts can saturate the port
 * @param passesPortAlways whether each flow passes the port on all of its equal-cost paths
 */
record SaturationPlan(PathHop portHop, List<NetworkPath> flows, boolean passesPortAlways) {
    private static final double OVERLOAD_FACTOR = 1.02;
    private static final int MAX_SENDERS = 8;
    private static final long UNLIMITED = Long.MAX_VALUE / 1024;

    SaturationPlan {
        flows = List.copyOf(flows);
    }

    /** The equal-cost paths between two hosts. */
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
     * Plans the flows for a port.
     *
     * @param interfaceRates maximum rate of a host's network interface, by host
     */
    static SaturationPlan of(PathHop pathHop, List<HostPair> pairs, Map<String, Rate> interfaceRates) {
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
                .sorted(Comparator.comparingLong(
                        (NetworkPath networkPath) -> -offeredRate(networkPath, port, interfaceRates)))
                .toList();
        List<NetworkPath> chosen =
                sure.isEmpty() ? spreadEvenly(candidates) : fewestSenders(candidates, port, interfaceRates);
        return new SaturationPlan(
                pathHop, saturates(chosen, port, interfaceRates) ? chosen : List.of(), !sure.isEmpty());
    }

    /** Chooses as few senders as possible. */
    private static List<NetworkPath> fewestSenders(
            List<NetworkPath> candidates, LinkEnd port, Map<String, Rate> interfaceRates) {
        List<NetworkPath> chosen = new ArrayList<>();
        Set<String> senders = new HashSet<>();
        for (NetworkPath networkPath : candidates) {
            if (!saturates(chosen, port, interfaceRates)
                    && chosen.size() < MAX_SENDERS
                    && senders.add(networkPath.from())) {
                chosen.add(networkPath);
            }
        }
        return chosen;
    }

    /** Chooses flows across the whole testbed, so that some of them take the path through the port. */
    private static List<NetworkPath> spreadEvenly(List<NetworkPath> candidates) {
        int count = Math.min(candidates.size(), MAX_SENDERS);
        return IntStream.range(0, count)
                .mapToObj(i -> candidates.get(i * candidates.size() / count))
                .toList();
    }

    /** Whether the flows offer more than the rate of the port. Flows with a common upstream bottleneck share its rate. */
    private static boolean saturates(List<NetworkPath> flows, LinkEnd port, Map<String, Rate> interfaceRates) {
        Map<String, Long> bottleneckRates = new HashMap<>();
        flows.forEach(networkPath -> bottleneckRates.merge(
                upstreamBottleneck(networkPath, port), offeredRate(networkPath, port, interfaceRates), Math::max));
        return bottleneckRates.values().stream().mapToDouble(Long::doubleValue).sum()
                >= OVERLOAD_FACTOR * portRate(port);
    }

    /**
     * Returns the rate that a flow can offer to the port. Downstream ports limit it only if they are slower than the
     * port.
     */
    private static long offeredRate(NetworkPath networkPath, LinkEnd port, Map<String, Rate> interfaceRates) {
        long interfaceRate = interfaceRates.containsKey(networkPath.from())
                ? interfaceRates.get(networkPath.from()).bitsPerSecond()
                : UNLIMITED;
        long before = Stream.of(interfaceRate, flowRateLimit(port), minRateLimit(networkPath.upstreamOf(port)))
                .min(Long::compare)
                .orElseThrow();
        long after = minRateLimit(networkPath.downstreamOf(port));
        return after < portRate(port) ? Math.min(before, after) : before;
    }

    /** Returns the slowest port of a path before the port, or the sender. */
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

    /** Returns the rate of a single flow through a port. */
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
     * Returns a sample of the ports, equally many of each kind and spread over the testbed, as a large testbed has more
     * ports than can be saturated in reasonable time.
     *
     * @param kind of a port; ports of the same kind are taken to be alike
     */
    static List<PathHop> samplePorts(List<PathHop> ports, Function<PathHop, Object> kind, int maxCount) {
        Map<Object, List<PathHop>> kinds =
                ports.stream().collect(Collectors.groupingBy(kind, LinkedHashMap::new, Collectors.toList()));
        Set<PathHop> chosen = new HashSet<>();
        int left = maxCount;
        int kindsLeft = kinds.size();
        for (List<PathHop> each : kinds.values().stream()
                .sorted(Comparator.comparingInt(List::size))
                .toList()) {
            int count = Math.min(each.size(), Math.max(1, left / kindsLeft));
            for (int i = 0; i < count && left > 0; i++, left--) {
                chosen.add(each.get(i * each.size() / count));
            }
            kindsLeft--;
        }
        return ports.stream().filter(chosen::contains).toList();
    }
}

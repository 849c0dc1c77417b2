// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;

/**
 * A shortest path between two hosts, with nothing else on it.
 *
 * @param baseRtt RTT without queueing: the delays of both directions
 * @param rate of the slowest port towards the receiver
 * @param mtu the smallest of its links
 */
public record UnloadedPath(Duration baseRtt, Rate rate, int mtu) {
    /** Headers of IP and TCP with timestamps. */
    private static final int TCP_HEADERS = 52;

    private static final double NANOBITS_PER_BYTE = 8e9;

    /** The path from a sender to a receiver; empty if they are not connected, or no port on it has a rate. */
    public static Optional<UnloadedPath> between(Testbed testbed, String sender, String receiver) {
        return shortest(testbed, sender, receiver).flatMap(ends -> of(testbed, ends, sender, receiver));
    }

    private static Optional<UnloadedPath> of(Testbed testbed, List<LinkEnd> ends, String sender, String receiver) {
        Duration delay = testbed.hosts().stream()
                .filter(host -> host.name().equals(sender) || host.name().equals(receiver))
                .map(host -> host.stack().delay())
                .reduce(Duration.ZERO, Duration::plus);
        List<Link> links =
                ends.stream().map(end -> SwitchPorts.link(testbed, end)).toList();
        return ends.stream()
                .flatMap(end -> SwitchPorts.rate(testbed, end).stream())
                .min(Comparator.comparingLong(Rate::bitsPerSecond))
                .map(slowest -> new UnloadedPath(
                        links.stream().map(Link::roundTripDelay).reduce(delay, Duration::plus),
                        slowest,
                        links.stream().mapToInt(Link::mtu).min().orElse(EthernetFrame.DEFAULT_MTU)));
    }

    /** The ports that packets leave through on their way; empty if there is none. */
    private static Optional<List<LinkEnd>> shortest(Testbed testbed, String sender, String receiver) {
        Map<String, LinkEnd> into = new HashMap<>();
        List<String> nodes = new ArrayList<>(List.of(sender));
        for (int i = 0; i < nodes.size() && !into.containsKey(receiver); i++) {
            String node = nodes.get(i);
            for (Link link : testbed.links()) {
                if (link.ends().stream().noneMatch(end -> end.node().equals(node))) {
                    continue;
                }
                String neighbour = link.peerOf(node).node();
                if (!neighbour.equals(sender) && into.putIfAbsent(neighbour, link.endAt(node)) == null) {
                    nodes.add(neighbour);
                }
            }
        }
        if (!into.containsKey(receiver)) {
            return Optional.empty();
        }
        List<LinkEnd> path = new ArrayList<>();
        for (String node = receiver; !node.equals(sender); node = path.get(0).node()) {
            path.add(0, into.get(node));
        }
        return Optional.of(path);
    }

    /**
     * The shortest time from the request of so many bytes by TCP to the last of them: the base RTT, and the time that their
     * packets take through the slowest port.
     */
    public double completionNs(long bytes) {
        long payload = (long) mtu - TCP_HEADERS;
        long packets = (bytes + payload - 1) / payload;
        long wireBytes = bytes + packets * EthernetFrame.wireLength(TCP_HEADERS);
        return baseRtt.toNanos() + wireBytes * NANOBITS_PER_BYTE / rate.bitsPerSecond();
    }
}

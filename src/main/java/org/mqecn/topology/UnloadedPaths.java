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

/** Finds the paths between hosts of a testbed by breadth-first search, and remembers them. */
public final class UnloadedPaths {
    private final Testbed testbed;
    private final Map<String, List<Link>> linksOfNode = new HashMap<>();
    private final Map<List<String>, Optional<UnloadedPath>> known = new HashMap<>();

    public UnloadedPaths(Testbed testbed) {
        this.testbed = testbed;
        testbed.links().forEach(link -> link.ends().forEach(end -> linksOfNode
                .computeIfAbsent(end.node(), node -> new ArrayList<>())
                .add(link)));
    }

    /** A shortest path from a sender to a receiver; empty if they are not connected, or no port on it has a rate. */
    public Optional<UnloadedPath> between(String sender, String receiver) {
        return known.computeIfAbsent(List.of(sender, receiver), any -> path(ports(sender, receiver), sender, receiver));
    }

    /** The ports that packets leave through on their way; none if there is no path. */
    private List<LinkEnd> ports(String sender, String receiver) {
        Map<String, LinkEnd> into = new HashMap<>();
        List<String> nodes = new ArrayList<>(List.of(sender));
        for (int i = 0; i < nodes.size() && !into.containsKey(receiver); i++) {
            String node = nodes.get(i);
            for (Link link : linksOfNode.getOrDefault(node, List.of())) {
                String neighbour = link.peerOf(node).node();
                if (!neighbour.equals(sender) && into.putIfAbsent(neighbour, link.endAt(node)) == null) {
                    nodes.add(neighbour);
                }
            }
        }
        List<LinkEnd> ports = new ArrayList<>();
        for (LinkEnd port = into.get(receiver); port != null; port = into.get(port.node())) {
            ports.add(0, port);
        }
        return ports;
    }

    private Optional<UnloadedPath> path(List<LinkEnd> ports, String sender, String receiver) {
        List<Link> links =
                ports.stream().map(port -> SwitchPorts.link(testbed, port)).toList();
        Duration hosts = testbed.hosts().stream()
                .filter(host -> host.name().equals(sender) || host.name().equals(receiver))
                .map(host -> host.stack().delay())
                .reduce(Duration.ZERO, Duration::plus);
        return ports.stream()
                .flatMap(port -> SwitchPorts.rate(testbed, port).stream())
                .min(Comparator.comparingLong(Rate::bitsPerSecond))
                .map(slowest -> new UnloadedPath(
                        links.stream().map(Link::roundTripDelay).reduce(hosts, Duration::plus),
                        slowest,
                        links.stream().mapToInt(Link::mtu).min().orElse(EthernetFrame.DEFAULT_MTU)));
    }
}

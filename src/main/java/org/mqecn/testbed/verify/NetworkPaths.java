// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.topology.Host;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.Route;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/**
 * The paths that a testbed file defines: the shortest one through bridges, and those of the routes through routers, all
 * of them for equal-cost routes. This machine forwards between bridges on which it has an address.
 */
final class NetworkPaths {
    private static final int MAX_ROUTERS = 16;
    private static final int MAX_PATHS = 64;

    private final Testbed testbed;
    private final Map<String, List<PathHop>> hopsByNode = new LinkedHashMap<>();
    private final Map<String, List<Route>> routes = new LinkedHashMap<>();
    private final Map<String, Switch> bridges = new LinkedHashMap<>();

    NetworkPaths(Testbed testbed) {
        this.testbed = testbed;
        testbed.hosts().forEach(host -> routes.put(host.name(), host.routes()));
        for (Switch each : testbed.switches()) {
            if (each.switchKind() == Switch.SwitchKind.ROUTER) {
                routes.put(each.name(), each.routes());
            } else {
                bridges.put(each.name(), each);
            }
        }
        for (Link link : testbed.links()) {
            for (LinkEnd linkEnd : link.ends()) {
                hopsByNode
                        .computeIfAbsent(linkEnd.node(), node -> new ArrayList<>())
                        .add(new PathHop(link, linkEnd));
            }
        }
    }

    /** Returns the paths between two hosts, to the first address of the other one that has a path. */
    List<NetworkPath> pathsBetween(Host from, Host to) {
        return pathsByAddress(from, to).stream().findFirst().orElse(List.of());
    }

    /** Returns the equal-cost paths between two hosts, for each address of the other one that has a path. */
    List<List<NetworkPath>> pathsByAddress(Host from, Host to) {
        return hopsFrom(to.name()).stream()
                .flatMap(pathHop -> pathHop.egress().address().stream())
                .map(ipv4Address -> pathsTo(from, to, ipv4Address))
                .filter(paths -> !paths.isEmpty())
                .toList();
    }

    private List<NetworkPath> pathsTo(Host from, Host to, Ipv4Address ipv4Address) {
        List<NetworkPath> paths = new ArrayList<>();
        forward(from.name(), to.name(), ipv4Address, new ArrayList<>(), paths, 0);
        return paths.stream()
                .map(networkPath ->
                        new NetworkPath(from.name(), to.name(), ipv4Address.hostAddress(), networkPath.hops()))
                .toList();
    }

    private List<PathHop> hopsFrom(String node) {
        return hopsByNode.getOrDefault(node, List.of());
    }

    /** Follows the forwarding of a node, for each of its next hops. */
    private void forward(
            String node,
            String to,
            Ipv4Address ipv4Address,
            List<PathHop> taken,
            List<NetworkPath> paths,
            int routers) {
        if (node.equals(to)) {
            paths.add(new NetworkPath("", to, ipv4Address.hostAddress(), taken));
            return;
        }
        if (routers > MAX_ROUTERS || paths.size() >= MAX_PATHS) {
            return;
        }
        for (String next : nextHops(node, ipv4Address)) {
            deliver(node, next).ifPresent(deliveryPath -> {
                List<PathHop> longer = new ArrayList<>(taken);
                longer.addAll(deliveryPath.hops());
                forward(deliveryPath.node(), to, ipv4Address, longer, paths, routers + 1);
            });
        }
    }

    /** Returns the next hops of a node to an address: the address itself on a connected subnet, or those of its route. */
    private List<String> nextHops(String node, Ipv4Address ipv4Address) {
        if (addresses(node).stream().anyMatch(own -> own.contains(ipv4Address))) {
            return List.of(ipv4Address.hostAddress());
        }
        return routes.getOrDefault(node, List.of()).stream()
                .filter(route -> route.matches(ipv4Address))
                .max(Comparator.comparingInt(Route::prefixLength))
                .map(Route::via)
                .orElse(List.of());
    }

    private List<Ipv4Address> addresses(String node) {
        if (node.isEmpty()) {
            return bridges.values().stream()
                    .flatMap(bridge -> bridge.address().stream())
                    .toList();
        }
        return hopsFrom(node).stream()
                .flatMap(pathHop -> pathHop.egress().address().stream())
                .toList();
    }

    /** The node with an address, and the links to it. This machine has the empty name. */
    private record DeliveryPath(String node, List<PathHop> hops) {}

    /** Finds the node with an address among those that share a broadcast domain with a node. */
    private Optional<DeliveryPath> deliver(String node, String address) {
        Deque<DeliveryPath> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>(Set.of(node));
        if (node.isEmpty()) {
            bridges.values().stream()
                    .filter(bridge -> bridge.address().isPresent())
                    .forEach(bridge -> open.add(new DeliveryPath(bridge.name(), List.of())));
        } else {
            open.add(new DeliveryPath(node, List.of()));
        }
        while (!open.isEmpty()) {
            DeliveryPath here = open.remove();
            for (PathHop pathHop : hopsFrom(here.node())) {
                LinkEnd far = pathHop.link().peerOf(pathHop.egress().node());
                if (!seen.add(far.node())) {
                    continue;
                }
                List<PathHop> taken = new ArrayList<>(here.hops());
                taken.add(pathHop);
                if (far.address()
                        .filter(own -> own.hostAddress().equals(address))
                        .isPresent()) {
                    return Optional.of(new DeliveryPath(far.node(), taken));
                }
                Switch bridge = bridges.get(far.node());
                if (bridge != null) {
                    if (bridge.address()
                            .filter(own -> own.hostAddress().equals(address))
                            .isPresent()) {
                        return Optional.of(new DeliveryPath("", taken));
                    }
                    open.add(new DeliveryPath(far.node(), taken));
                } else {
                    seen.remove(far.node());
                }
            }
        }
        return Optional.empty();
    }

    /** Returns both directions of all links. */
    List<PathHop> allHops() {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream().map(linkEnd -> new PathHop(link, linkEnd)))
                .toList();
    }
}

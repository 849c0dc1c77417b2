// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * The ways that a testbed's file gives packets: through bridges by the shortest, from router to router by their routes,
 * all of them where they share the load. Several bridges with addresses are joined by the machine, which forwards.
 */
final class NetworkPaths {
    private static final int MAX_ROUTERS = 16;
    private static final int MAX_PATHS = 64;
    private static final String DEFAULT_ROUTE = "default";

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

    /** The ways between two hosts, to the first address of the other to which there are some. */
    List<NetworkPath> pathsBetween(Host from, Host to) {
        for (PathHop pathHop : hopsFrom(to.name())) {
            if (pathHop.egress().address().isPresent()) {
                Ipv4Address ipv4Address = pathHop.egress().address().get();
                List<NetworkPath> ways = new ArrayList<>();
                forward(from.name(), to.name(), ipv4Address, new ArrayList<>(), ways, 0);
                if (!ways.isEmpty()) {
                    return ways.stream()
                            .map(networkPath -> new NetworkPath(
                                    from.name(), to.name(), ipv4Address.hostAddress(), networkPath.hops()))
                            .toList();
                }
            }
        }
        return List.of();
    }

    private List<PathHop> hopsFrom(String node) {
        return hopsByNode.getOrDefault(node, List.of());
    }

    /** Forwards as the node would, whichever next hop it would choose. */
    private void forward(
            String node, String to, Ipv4Address ipv4Address, List<PathHop> taken, List<NetworkPath> ways, int routers) {
        if (node.equals(to)) {
            ways.add(new NetworkPath("", to, ipv4Address.hostAddress(), taken));
            return;
        }
        if (routers > MAX_ROUTERS || ways.size() >= MAX_PATHS) {
            return;
        }
        for (String next : nextHops(node, ipv4Address)) {
            deliver(node, next).ifPresent(deliveryPath -> {
                List<PathHop> longer = new ArrayList<>(taken);
                longer.addAll(deliveryPath.hops());
                forward(deliveryPath.node(), to, ipv4Address, longer, ways, routers + 1);
            });
        }
    }

    /** Where a node sends what is for an address: there, if it is a neighbour, or else to the next hops. */
    private List<String> nextHops(String node, Ipv4Address ipv4Address) {
        if (addresses(node).stream().anyMatch(own -> contains(own.subnet(), ipv4Address))) {
            return List.of(ipv4Address.hostAddress());
        }
        return routes.getOrDefault(node, List.of()).stream()
                .filter(route -> contains(route.to(), ipv4Address))
                .max((one, other) -> Integer.compare(prefixLength(one), prefixLength(other)))
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

    private static int prefixLength(Route route) {
        return route.to().equals(DEFAULT_ROUTE)
                ? 0
                : Integer.parseInt(route.to().replaceFirst(".*/", ""));
    }

    private static boolean contains(String subnet, Ipv4Address ipv4Address) {
        if (subnet.equals(DEFAULT_ROUTE)) {
            return true;
        }
        Ipv4Address network = Ipv4Address.parse(subnet.contains("/") ? subnet : subnet + "/32");
        return new Ipv4Address(ipv4Address.bits(), network.prefixLength()).isInSameSubnetAs(network);
    }

    /** Who has an address, and the links to there. The machine has the empty name. */
    private record DeliveryPath(String node, List<PathHop> hops) {}

    /** Finds the one with that address among a node's neighbours and whoever is behind the bridges between. */
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
                LinkEnd far = pathHop.link().from().equals(pathHop.egress())
                        ? pathHop.link().to()
                        : pathHop.link().from();
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

    /** All links' ends, each with its link. */
    List<PathHop> allHops() {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream().map(linkEnd -> new PathHop(link, linkEnd)))
                .toList();
    }
}

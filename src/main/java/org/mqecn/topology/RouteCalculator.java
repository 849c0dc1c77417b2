// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.mqecn.topology.BroadcastDomain.IpInterface;

/**
 * Computes routes: of each router to each subnet, on the shortest paths in routers, sharing the load among equally short
 * ones (ECMP); and the default route of each host. A breadth-first search from each subnet finds the distance of each
 * router; its next hops are all neighbours that are one step closer.
 */
final class RouteCalculator {
    private final List<BroadcastDomain> domains;
    private final Map<IpInterface, Ipv4Address> addresses;
    private final Map<String, List<BroadcastDomain>> domainsByNode = new LinkedHashMap<>();
    /** By identity, as a domain is equal only to itself: a fabric has hundreds, and each is looked up for each of them. */
    private final Map<BroadcastDomain, List<IpInterface>> routers = new IdentityHashMap<>();

    /**
     * @param addresses of all interfaces
     */
    RouteCalculator(List<BroadcastDomain> domains, Map<IpInterface, Ipv4Address> addresses) {
        this.domains = domains;
        this.addresses = addresses;
        for (BroadcastDomain domain : domains) {
            routers.put(
                    domain,
                    domain.interfaces().stream().filter(IpInterface::isRouter).toList());
            domain.interfaces().forEach(ipInterface -> domainsByNode
                    .computeIfAbsent(ipInterface.node(), name -> new ArrayList<>())
                    .add(domain));
        }
    }

    /** Returns the routes of each router, by its name. */
    Map<String, List<Route>> routerRoutes() {
        Map<String, List<Route>> routes = new HashMap<>();
        for (BroadcastDomain target : domains) {
            subnet(target).ifPresent(subnet -> nextHops(target)
                    .forEach((router, hops) -> routes.computeIfAbsent(router, name -> new ArrayList<>())
                            .add(new Route(subnet, hops))));
        }
        return routes;
    }

    /** Returns a host's default route: through its first neighbouring router or, without one, through this machine. */
    Optional<Route> defaultRoute(String host) {
        List<BroadcastDomain> own = domainsByNode.getOrDefault(host, List.of());
        return own.stream()
                .flatMap(domain -> routers.get(domain).stream())
                .map(addresses::get)
                .findFirst()
                .or(() -> own.stream()
                        .flatMap(domain -> domain.bridgeAddresses().stream())
                        .findFirst()
                        .map(located -> located.value()))
                .map(ipv4Address -> new Route(Route.DEFAULT, List.of(ipv4Address.hostAddress())));
    }

    private Optional<String> subnet(BroadcastDomain domain) {
        return domain.interfaces().stream()
                .findFirst()
                .map(ipInterface -> addresses.get(ipInterface).subnet());
    }

    /** Returns the next hops to a broadcast domain, of each router that is not in it. */
    private Map<String, List<String>> nextHops(BroadcastDomain target) {
        Map<String, Integer> distances = new HashMap<>();
        Queue<String> queue = new ArrayDeque<>();
        for (IpInterface ipInterface : routers.get(target)) {
            distances.put(ipInterface.node(), 0);
            queue.add(ipInterface.node());
        }
        Map<String, List<String>> hops = new LinkedHashMap<>();
        while (!queue.isEmpty()) {
            String router = queue.remove();
            for (BroadcastDomain domain : domainsByNode.get(router)) {
                for (IpInterface neighbour : routers.get(domain)) {
                    int distance = distances.get(router) + 1;
                    if (distances.putIfAbsent(neighbour.node(), distance) == null) {
                        queue.add(neighbour.node());
                    }
                    if (distances.get(neighbour.node()) == distance) {
                        hops.computeIfAbsent(neighbour.node(), name -> new ArrayList<>())
                                .add(addressOf(domain, router));
                    }
                }
            }
        }
        return hops;
    }

    private String addressOf(BroadcastDomain domain, String node) {
        return domain.interfaces().stream()
                .filter(ipInterface -> ipInterface.node().equals(node))
                .map(addresses::get)
                .findFirst()
                .orElseThrow()
                .hostAddress();
    }
}

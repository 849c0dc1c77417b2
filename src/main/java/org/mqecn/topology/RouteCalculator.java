// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.mqecn.topology.BroadcastDomain.IpInterface;

/**
 * Works out the routes: those of a router to each subnet, over the fewest routers, sharing the load where several ways
 * are equally short; and the default route of a host. For each subnet the routers are visited from near to far, as in
 * breadth-first search; the next hops of a router are all neighbours that are one step nearer.
 */
final class RouteCalculator {
    private final List<BroadcastDomain> domains;
    private final Map<IpInterface, Ipv4Address> addresses;
    private final Map<String, List<BroadcastDomain>> domainsByNode = new LinkedHashMap<>();

    /**
     * @param segments what shares a subnet
     * @param addresses of each seat
     */
    RouteCalculator(List<BroadcastDomain> segments, Map<IpInterface, Ipv4Address> addresses) {
        this.domains = segments;
        this.addresses = addresses;
        for (BroadcastDomain domain : segments) {
            domain.interfaces().forEach(ipInterface -> domainsByNode
                    .computeIfAbsent(ipInterface.node(), name -> new ArrayList<>())
                    .add(domain));
        }
    }

    /** The routes of each router, by its name. */
    Map<String, List<Route>> routerRoutes() {
        Map<String, List<Route>> routes = new HashMap<>();
        for (BroadcastDomain target : domains) {
            subnet(target).ifPresent(subnet -> nextHops(target)
                    .forEach((router, hops) -> routes.computeIfAbsent(router, name -> new ArrayList<>())
                            .add(new Route(subnet, hops))));
        }
        return routes;
    }

    /** The default route of a host: by the first router it meets or, where it meets none, by this machine. */
    Optional<Route> defaultRoute(String host) {
        List<BroadcastDomain> own = domainsByNode.getOrDefault(host, List.of());
        return own.stream()
                .flatMap(domain -> routers(domain).stream())
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

    private static Collection<IpInterface> routers(BroadcastDomain domain) {
        return domain.interfaces().stream().filter(IpInterface::isRouter).toList();
    }

    /** The next hops to a segment, of each router that is not on it. */
    private Map<String, List<String>> nextHops(BroadcastDomain target) {
        Map<String, Integer> distances = new HashMap<>();
        Queue<String> queue = new ArrayDeque<>();
        for (IpInterface ipInterface : routers(target)) {
            distances.put(ipInterface.node(), 0);
            queue.add(ipInterface.node());
        }
        Map<String, List<String>> hops = new LinkedHashMap<>();
        while (!queue.isEmpty()) {
            String near = queue.remove();
            for (BroadcastDomain between : domainsByNode.get(near)) {
                for (IpInterface far : routers(between)) {
                    if (distances.putIfAbsent(far.node(), distances.get(near) + 1) == null) {
                        queue.add(far.node());
                    }
                    if (distances.get(far.node()) == distances.get(near) + 1) {
                        hops.computeIfAbsent(far.node(), name -> new ArrayList<>())
                                .add(addressOf(between, near));
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

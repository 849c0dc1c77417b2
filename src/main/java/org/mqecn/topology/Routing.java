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
import org.mqecn.topology.Segment.Seat;

/**
 * Works out the routes: those of a router to each subnet, over the fewest routers, sharing the load where several ways
 * are equally short; and the default route of a host. For each subnet the routers are visited from near to far, as in
 * breadth-first search; the next hops of a router are all neighbours that are one step nearer.
 */
final class Routing {
    private final List<Segment> segments;
    private final Map<Seat, Address> addresses;
    private final Map<String, List<Segment>> byNode = new LinkedHashMap<>();

    /**
     * @param segments what shares a subnet
     * @param addresses of each seat
     */
    Routing(List<Segment> segments, Map<Seat, Address> addresses) {
        this.segments = segments;
        this.addresses = addresses;
        for (Segment segment : segments) {
            segment.seats().forEach(seat -> byNode.computeIfAbsent(seat.node(), name -> new ArrayList<>())
                    .add(segment));
        }
    }

    /** The routes of each router, by its name. */
    Map<String, List<Route>> ofRouters() {
        Map<String, List<Route>> routes = new HashMap<>();
        for (Segment target : segments) {
            subnet(target).ifPresent(subnet -> nextHops(target).forEach((router, hops) ->
                    routes.computeIfAbsent(router, name -> new ArrayList<>()).add(new Route(subnet, hops))));
        }
        return routes;
    }

    /** The default route of a host: by the first router it meets or, where it meets none, by this machine. */
    Optional<Route> ofHost(String host) {
        List<Segment> own = byNode.getOrDefault(host, List.of());
        return own.stream().flatMap(segment -> routers(segment).stream()).map(addresses::get)
                .findFirst().or(() -> own.stream().flatMap(segment -> segment.machine().stream()).findFirst()
                        .map(located -> located.value()))
                .map(address -> new Route(Route.DEFAULT, List.of(address.host())));
    }

    private Optional<String> subnet(Segment segment) {
        return segment.seats().stream().findFirst().map(seat -> addresses.get(seat).subnet());
    }

    private static Collection<Seat> routers(Segment segment) {
        return segment.seats().stream().filter(Seat::isRouter).toList();
    }

    /** The next hops to a segment, of each router that is not on it. */
    private Map<String, List<String>> nextHops(Segment target) {
        Map<String, Integer> distances = new HashMap<>();
        Queue<String> queue = new ArrayDeque<>();
        for (Seat seat : routers(target)) {
            distances.put(seat.node(), 0);
            queue.add(seat.node());
        }
        Map<String, List<String>> hops = new LinkedHashMap<>();
        while (!queue.isEmpty()) {
            String near = queue.remove();
            for (Segment between : byNode.get(near)) {
                for (Seat far : routers(between)) {
                    if (distances.putIfAbsent(far.node(), distances.get(near) + 1) == null) {
                        queue.add(far.node());
                    }
                    if (distances.get(far.node()) == distances.get(near) + 1) {
                        hops.computeIfAbsent(far.node(), name -> new ArrayList<>()).add(address(between, near));
                    }
                }
            }
        }
        return hops;
    }

    private String address(Segment segment, String node) {
        return segment.seats().stream().filter(seat -> seat.node().equals(node)).map(addresses::get).findFirst()
                .orElseThrow().host();
    }
}

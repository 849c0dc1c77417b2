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
import org.mqecn.testbed.verify.Way.Step;
import org.mqecn.topology.Address;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.End;
import org.mqecn.topology.Route;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/**
 * The ways that a testbed's file gives packets: through bridges by the shortest, from router to router by their routes,
 * all of them where they share the load. Several bridges with addresses are joined by the machine, which forwards.
 */
final class Ways {
    private static final int MOST_ROUTERS = 16;
    private static final int MOST_WAYS = 64;
    private static final String ANYWHERE = "default";

    private final Testbed testbed;
    private final Map<String, List<Step>> steps = new LinkedHashMap<>();
    private final Map<String, List<Route>> routes = new LinkedHashMap<>();
    private final Map<String, Switch> bridges = new LinkedHashMap<>();

    Ways(Testbed testbed) {
        this.testbed = testbed;
        testbed.hosts().forEach(host -> routes.put(host.name(), host.routes()));
        for (Switch each : testbed.switches()) {
            if (each.kind() == Switch.Kind.ROUTER) {
                routes.put(each.name(), each.routes());
            } else {
                bridges.put(each.name(), each);
            }
        }
        for (Link link : testbed.links()) {
            for (End end : link.ends()) {
                steps.computeIfAbsent(end.node(), node -> new ArrayList<>()).add(new Step(link, end));
            }
        }
    }

    /** The ways between two hosts, to the first address of the other to which there are some. */
    List<Way> between(Host from, Host to) {
        for (Step step : of(to.name())) {
            if (step.out().address().isPresent()) {
                Address address = step.out().address().get();
                List<Way> ways = new ArrayList<>();
                follow(from.name(), to.name(), address, new ArrayList<>(), ways, 0);
                if (!ways.isEmpty()) {
                    return ways.stream().map(way -> new Way(from.name(), to.name(), address.host(), way.steps()))
                            .toList();
                }
            }
        }
        return List.of();
    }

    private List<Step> of(String node) {
        return steps.getOrDefault(node, List.of());
    }

    /** Forwards as the node would, whichever next hop it would choose. */
    private void follow(String node, String to, Address address, List<Step> taken, List<Way> ways, int routers) {
        if (node.equals(to)) {
            ways.add(new Way("", to, address.host(), taken));
            return;
        }
        if (routers > MOST_ROUTERS || ways.size() >= MOST_WAYS) {
            return;
        }
        for (String next : next(node, address)) {
            deliver(node, next).ifPresent(delivery -> {
                List<Step> longer = new ArrayList<>(taken);
                longer.addAll(delivery.steps());
                follow(delivery.to(), to, address, longer, ways, routers + 1);
            });
        }
    }

    /** Where a node sends what is for an address: there, if it is a neighbour, or else to the next hops. */
    private List<String> next(String node, Address address) {
        if (addresses(node).stream().anyMatch(own -> contains(own.subnet(), address))) {
            return List.of(address.host());
        }
        return routes.getOrDefault(node, List.of()).stream().filter(route -> contains(route.to(), address))
                .max((one, other) -> Integer.compare(length(one), length(other)))
                .map(Route::via).orElse(List.of());
    }

    private List<Address> addresses(String node) {
        if (node.isEmpty()) {
            return bridges.values().stream().flatMap(bridge -> bridge.address().stream()).toList();
        }
        return of(node).stream().flatMap(step -> step.out().address().stream()).toList();
    }

    private static int length(Route route) {
        return route.to().equals(ANYWHERE) ? 0 : Integer.parseInt(route.to().replaceFirst(".*/", ""));
    }

    private static boolean contains(String subnet, Address address) {
        if (subnet.equals(ANYWHERE)) {
            return true;
        }
        Address network = Address.parse(subnet.contains("/") ? subnet : subnet + "/32");
        return new Address(address.bits(), network.prefix()).isNextTo(network);
    }

    /** Who has an address, and the links to there. The machine has the empty name. */
    private record Delivery(String to, List<Step> steps) {}

    /** Finds the one with that address among a node's neighbours and whoever is behind the bridges between. */
    private Optional<Delivery> deliver(String node, String address) {
        Deque<Delivery> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>(Set.of(node));
        if (node.isEmpty()) {
            bridges.values().stream().filter(bridge -> bridge.address().isPresent())
                    .forEach(bridge -> open.add(new Delivery(bridge.name(), List.of())));
        } else {
            open.add(new Delivery(node, List.of()));
        }
        while (!open.isEmpty()) {
            Delivery here = open.remove();
            for (Step step : of(here.to())) {
                End far = step.link().from().equals(step.out()) ? step.link().to() : step.link().from();
                if (!seen.add(far.node())) {
                    continue;
                }
                List<Step> taken = new ArrayList<>(here.steps());
                taken.add(step);
                if (far.address().filter(own -> own.host().equals(address)).isPresent()) {
                    return Optional.of(new Delivery(far.node(), taken));
                }
                Switch bridge = bridges.get(far.node());
                if (bridge != null) {
                    if (bridge.address().filter(own -> own.host().equals(address)).isPresent()) {
                        return Optional.of(new Delivery("", taken));
                    }
                    open.add(new Delivery(far.node(), taken));
                } else {
                    seen.remove(far.node());
                }
            }
        }
        return Optional.empty();
    }

    /** All links' ends, each with its link. */
    List<Step> ends() {
        return testbed.links().stream().flatMap(link -> link.ends().stream().map(end -> new Step(link, end))).toList();
    }
}

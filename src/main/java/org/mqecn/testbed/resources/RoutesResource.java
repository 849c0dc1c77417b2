// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.KernelRoute;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Route;

/**
 * All routes of a namespace. Those of the devices' own subnets are the kernel's; only the least retransmission timeout
 * is added to them.
 *
 * @param routes beyond those of the devices' own subnets
 * @param addresses addresses by device
 * @param rtoMin on every route; the kernel's choice where empty
 */
public record RoutesResource(
        String namespace, List<Route> routes, Map<String, Ipv4Address> addresses, Optional<Duration> rtoMin)
        implements Resource {
    private static final long MILLISECOND = 1_000_000;

    /** What is not as it should be, and what makes it so. */
    private record RouteMismatch(String difference, Command remedy) {}

    @Override
    public String name() {
        return "routes of " + namespace;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<ObservedNamespace> network = state.namespace(namespace);
        if (network.isEmpty() || !routes.isEmpty() && network.get().routes().isEmpty()) {
            return ResourceStatus.MISSING;
        }
        return ResourceStatus.ofDifferences(findMismatches(network.get()).stream()
                .map(RouteMismatch::difference)
                .toList());
    }

    @Override
    public List<Command> create(ObservedState state) {
        return Stream.concat(
                        addresses.keySet().stream().sorted().flatMap(device -> subnetRouteCommand(device).stream()),
                        routes.stream().map(route -> routeCommand("add", route)))
                .toList();
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return findMismatches(state.namespace(namespace).orElseThrow()).stream()
                .map(RouteMismatch::remedy)
                .toList();
    }

    private List<RouteMismatch> findMismatches(ObservedNamespace observedNamespace) {
        List<RouteMismatch> faults = new ArrayList<>();
        for (KernelRoute route : observedNamespace.routes()) {
            if (route.protocol() == KernelRoute.PROTOCOL_KERNEL) {
                checkSubnet(observedNamespace, route).ifPresent(faults::add);
            } else if (routes.stream().noneMatch(wanted -> wanted.to().equals(route.destination()))) {
                faults.add(new RouteMismatch(
                        "route to " + route.destination() + ": unexpected route",
                        new NetnsCommands(namespace).ip("route", "del", route.destination())));
            }
        }
        routes.forEach(wanted -> check(observedNamespace, wanted).ifPresent(faults::add));
        return faults;
    }

    private Optional<RouteMismatch> checkSubnet(ObservedNamespace observedNamespace, KernelRoute route) {
        String device = observedNamespace.links().stream()
                .filter(deviceLink ->
                        deviceLink.index() == route.nextHops().get(0).deviceIndex())
                .map(DeviceLink::name)
                .findFirst()
                .orElse("");
        boolean right = rtoMin.map(Duration::toNanos).orElse(0L) == route.rtoMinNs();
        return right || !addresses.containsKey(device)
                ? Optional.empty()
                : Optional.of(new RouteMismatch(
                        "route to " + route.destination() + ": rto_min is " + formatMilliseconds(route.rtoMinNs()),
                        changeSubnetRoute(device)));
    }

    private static String formatMilliseconds(long nanoseconds) {
        return nanoseconds == 0 ? "not set" : nanoseconds / MILLISECOND + "ms";
    }

    private Optional<RouteMismatch> check(ObservedNamespace observedNamespace, Route wanted) {
        Optional<KernelRoute> found = observedNamespace.routes().stream()
                .filter(route -> route.destination().equals(wanted.to()))
                .findFirst();
        List<String> via = found.map(KernelRoute::nextHops).orElse(List.of()).stream()
                .map(KernelRoute.NextHop::via)
                .sorted()
                .toList();
        if (!via.equals(wanted.via().stream().sorted().toList())) {
            return Optional.of(new RouteMismatch(
                    "route to " + wanted.to() + " via " + String.join(", ", wanted.via()) + ": "
                            + (found.isEmpty() ? "there is none" : "goes via " + String.join(", ", via)),
                    routeCommand("replace", wanted)));
        }
        long rto = found.get().rtoMinNs();
        return rtoMin.map(Duration::toNanos).orElse(0L) == rto
                ? Optional.empty()
                : Optional.of(new RouteMismatch(
                        "route to " + wanted.to() + ": rto_min is " + formatMilliseconds(rto),
                        routeCommand("replace", wanted)));
    }

    private Command routeCommand(String verb, Route route) {
        List<String> words = new ArrayList<>(List.of("route", verb, route.to()));
        if (route.via().size() == 1) {
            words.addAll(List.of("via", route.via().get(0)));
            words.addAll(rtoMinArguments());
        } else {
            words.addAll(rtoMinArguments());
            route.via().forEach(via -> words.addAll(List.of("nexthop", "via", via)));
        }
        return new NetnsCommands(namespace).ip(words);
    }

    private Optional<Command> subnetRouteCommand(String device) {
        return rtoMin.map(time -> changeSubnetRoute(device));
    }

    private Command changeSubnetRoute(String device) {
        Ipv4Address ipv4Address = addresses.get(device);
        List<String> words = new ArrayList<>(List.of(
                "route",
                "change",
                ipv4Address.subnet(),
                "dev",
                device,
                "proto",
                "kernel",
                "scope",
                "link",
                "src",
                ipv4Address.hostAddress()));
        words.addAll(rtoMinArguments());
        return new NetnsCommands(namespace).ip(words);
    }

    private List<String> rtoMinArguments() {
        return rtoMin.map(time -> List.of("rto_min", time.toMillis() + "ms")).orElse(List.of());
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}

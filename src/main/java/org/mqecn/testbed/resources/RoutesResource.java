// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

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
import org.mqecn.value.RouteMetrics;

/**
 * All routes of a namespace. The kernel adds the routes to the subnets of devices; they only get the metrics.
 *
 * @param routes other than those to the subnets of devices
 * @param addresses by device
 * @param metrics of every route
 */
public record RoutesResource(
        String namespace, List<Route> routes, Map<String, Ipv4Address> addresses, RouteMetrics metrics)
        implements Resource {
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
        List<RouteMismatch> mismatches = new ArrayList<>();
        for (KernelRoute route : observedNamespace.routes()) {
            if (route.protocol() == KernelRoute.PROTOCOL_KERNEL) {
                checkSubnet(observedNamespace, route).ifPresent(mismatches::add);
            } else if (routes.stream().noneMatch(wanted -> wanted.to().equals(route.destination()))) {
                mismatches.add(new RouteMismatch(
                        "route to " + route.destination() + ": unexpected route",
                        new NetnsCommands(namespace).ip("route", "del", route.destination())));
            }
        }
        routes.forEach(wanted -> check(observedNamespace, wanted).ifPresent(mismatches::add));
        return mismatches;
    }

    private Optional<RouteMismatch> checkSubnet(ObservedNamespace observedNamespace, KernelRoute route) {
        String device = observedNamespace.links().stream()
                .filter(deviceLink ->
                        deviceLink.index() == route.nextHops().get(0).deviceIndex())
                .map(DeviceLink::name)
                .findFirst()
                .orElse("");
        return addresses.containsKey(device) ? checkMetrics(route, changeSubnetRoute(device)) : Optional.empty();
    }

    private Optional<RouteMismatch> checkMetrics(KernelRoute route, Command remedy) {
        return metrics.difference(route.metrics())
                .map(difference -> new RouteMismatch("route to " + route.destination() + ": " + difference, remedy));
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
                            + (found.isEmpty() ? "missing" : "goes via " + String.join(", ", via)),
                    routeCommand("replace", wanted)));
        }
        return checkMetrics(found.get(), routeCommand("replace", wanted));
    }

    private Command routeCommand(String verb, Route route) {
        return ip(verb, RouteArguments.of(route, metrics));
    }

    private Optional<Command> subnetRouteCommand(String device) {
        return metrics.isEmpty() ? Optional.empty() : Optional.of(changeSubnetRoute(device));
    }

    private Command changeSubnetRoute(String device) {
        return ip("change", RouteArguments.ofSubnet(addresses.get(device), device, metrics));
    }

    private Command ip(String verb, List<String> route) {
        List<String> arguments = new ArrayList<>(List.of("route", verb));
        arguments.addAll(route);
        return new NetnsCommands(namespace).ip(arguments);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}

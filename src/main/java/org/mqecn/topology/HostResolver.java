// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.mqecn.schema.Key;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.HostKeys.HostKind;
import org.mqecn.topology.TestbedSchema.TestbedKeys;
import org.mqecn.value.Bytes;
import org.mqecn.value.RouteMetrics;

/** Resolves the hosts of a testbed file. */
final class HostResolver {
    private static final Bytes DEFAULT_MEMORY = new Bytes(256 << 20);

    private final ParsedObject file;
    private final TopologySpec topology;
    private final Problems problems;
    private final ParsedObject defaults;

    HostResolver(ParsedObject file, TopologySpec topologySpec, Problems problems) {
        this.file = file;
        this.topology = topologySpec;
        this.problems = problems;
        defaults = file.get(TestbedKeys.DEFAULTS)
                .flatMap(all -> all.get(TestbedKeys.HOST))
                .orElse(ParsedObject.empty(file.location()));
    }

    List<Host> resolveAll(NextHopResolver nextHopResolver, RouteCalculator routeCalculator) {
        return resolve((name, parsed) -> routes(name, parsed, nextHopResolver, routeCalculator));
    }

    /** Reports the errors of all hosts, without their routes. */
    void check() {
        resolve((name, parsed) -> List.of());
    }

    private List<Host> resolve(BiFunction<String, ParsedObject, List<Route>> routes) {
        ServiceResolver serviceResolver = new ServiceResolver(problems);
        List<Host> hosts = new ArrayList<>();
        topology.hosts()
                .forEach((name, parsed) -> hosts.add(new Host(
                        name,
                        virtualMachine(name, parsed),
                        networkStack(parsed),
                        routes.apply(name, parsed),
                        serviceResolver.resolve(parsed))));
        if (!problems.hasErrors()) {
            serviceResolver.checkLoadBalancers(topology.hosts(), hosts);
        }
        return hosts;
    }

    private Optional<VirtualMachine> virtualMachine(String name, ParsedObject parsed) {
        if (parsed.get(HostKeys.KIND).orElse(HostKind.NAMESPACE) == HostKind.NAMESPACE) {
            file.entry(TestbedKeys.HOSTS, name).ifPresent(own -> HostKeys.VM_ONLY.stream()
                    .filter(own::has)
                    .forEach(key -> problems.error(
                            own.locationOf(key),
                            "'" + key + "' applies to virtual machines, and host " + name + " is a namespace",
                            "remove it, or make the host a virtual machine: kind: vm")));
            return Optional.empty();
        }
        Optional<String> image = parsed.get(HostKeys.IMAGE);
        if (image.isEmpty()) {
            problems.errorIfFirst(
                    parsed.location(),
                    "virtual machine " + name + " has no image",
                    "set one for the host or in defaults: image: video");
        }
        return image.map(disk -> new VirtualMachine(
                disk,
                parsed.get(HostKeys.MEMORY).orElse(DEFAULT_MEMORY),
                parsed.get(HostKeys.CPUS).orElse(1),
                parsed.get(HostKeys.DATA_DISK),
                parsed.get(HostKeys.VNC).orElse(false)));
    }

    private NetworkStack networkStack(ParsedObject parsed) {
        Optional<String> control = parsed.get(HostKeys.CONGESTION_CONTROL);
        Optional<Boolean> ecn = parsed.get(HostKeys.ECN);
        boolean isDctcp = control.filter(NetworkStack.DCTCP::equals).isPresent();
        if (isDctcp && ecn.filter(enabled -> !enabled).isPresent()) {
            problems.error(
                    parsed.locationOf(HostKeys.ECN),
                    "dctcp (line "
                            + parsed.locationOf(HostKeys.CONGESTION_CONTROL).line() + ") does not work without ECN",
                    "set ecn: true, or choose another congestion control");
        }
        Map<String, String> sysctls = SysctlSettings.merge(defaults, parsed, HostKeys.SYSCTLS);
        checkSetOnce(parsed, HostKeys.ECN, sysctls, NetworkStack.ECN_SYSCTL);
        checkSetOnce(parsed, HostKeys.CONGESTION_CONTROL, sysctls, NetworkStack.CONGESTION_CONTROL_SYSCTL);
        return new NetworkStack(
                control,
                isDctcp ? Optional.of(true) : ecn,
                new RouteMetrics(
                        parsed.get(HostKeys.RTO_MIN),
                        parsed.get(HostKeys.INITIAL_WINDOW),
                        parsed.get(HostKeys.QUICK_ACK).orElse(false)),
                parsed.get(HostKeys.DELAY).orElse(Duration.ZERO),
                parsed.get(HostKeys.RATE),
                parsed.get(HostKeys.GSO).orElse(GsoMode.OFF),
                sysctls);
    }

    private void checkSetOnce(ParsedObject parsed, Key<?> key, Map<String, String> sysctls, String sysctl) {
        if (parsed.has(key) && sysctls.containsKey(sysctl)) {
            problems.error(
                    parsed.locationOf(HostKeys.SYSCTLS),
                    "'" + key + "' (line " + parsed.locationOf(key).line() + ") already sets " + sysctl,
                    "remove one of them");
        }
    }

    private List<Route> routes(
            String name, ParsedObject parsed, NextHopResolver nextHopResolver, RouteCalculator routeCalculator) {
        List<Route> routes = new ArrayList<>();
        parsed.get(HostKeys.ROUTES)
                .ifPresent(configured -> configured.forEach(route ->
                        nextHopResolver.resolveRoute(name, route, problems).ifPresent(routes::add)));
        if (routes.stream().noneMatch(route -> route.to().equals(Route.DEFAULT))) {
            routeCalculator.defaultRoute(name).ifPresent(routes::add);
        }
        return routes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.schema.Key;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.HostKeys.HostKind;
import org.mqecn.topology.TestbedSchema.TestbedKeys;
import org.mqecn.value.Bytes;

/** Makes the hosts of a testbed complete. */
final class HostResolver {
    private static final Bytes DEFAULT_MEMORY = new Bytes(256 << 20);
    private static final String DCTCP = "dctcp";

    private final ParsedObject file;
    private final TopologySpec topology;
    private final NextHopResolver nextHopResolver;
    private final RouteCalculator routeCalculator;
    private final Problems problems;
    private final ParsedObject defaults;

    HostResolver(
            ParsedObject file,
            TopologySpec topologySpec,
            NextHopResolver nextHopResolver,
            RouteCalculator routeCalculator,
            Problems problems) {
        this.file = file;
        this.topology = topologySpec;
        this.nextHopResolver = nextHopResolver;
        this.routeCalculator = routeCalculator;
        this.problems = problems;
        defaults = file.get(TestbedKeys.DEFAULTS)
                .flatMap(all -> all.get(TestbedKeys.HOST))
                .orElse(ParsedObject.empty(file.location()));
    }

    List<Host> resolveAll() {
        ServiceResolver serviceResolver = new ServiceResolver(problems);
        List<Host> hosts = new ArrayList<>();
        topology.hosts()
                .forEach((name, words) -> hosts.add(new Host(
                        name,
                        virtualMachine(name, words),
                        networkStack(words),
                        routes(name, words),
                        serviceResolver.resolve(words))));
        serviceResolver.checkLoadBalancers(topology.hosts(), hosts);
        return hosts;
    }

    private Optional<VirtualMachine> virtualMachine(String name, ParsedObject words) {
        if (words.get(HostKeys.KIND).orElse(HostKind.NAMESPACE) == HostKind.NAMESPACE) {
            explicitProperties(name).ifPresent(own -> HostKeys.VM_ONLY.stream()
                    .filter(own::has)
                    .forEach(key -> problems.error(
                            own.locationOf(key),
                            "'" + key + "' is for virtual machines, and host " + name + " is a namespace",
                            "leave it out, or make it one: kind: vm")));
            return Optional.empty();
        }
        Optional<String> image = words.get(HostKeys.IMAGE);
        if (image.isEmpty()) {
            problems.error(
                    words.location(),
                    "virtual machine " + name + " has no image",
                    "name one, for it or in defaults: image: video");
        }
        return image.map(disk -> new VirtualMachine(
                disk,
                words.get(HostKeys.MEMORY).orElse(DEFAULT_MEMORY),
                words.get(HostKeys.CPUS).orElse(1),
                words.get(HostKeys.DATA_DISK),
                words.get(HostKeys.VNC).orElse(false)));
    }

    /** What the file itself says of a host. */
    private Optional<ParsedObject> explicitProperties(String name) {
        return file.get(TestbedKeys.HOSTS).stream()
                .flatMap(hosts -> hosts.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private NetworkStack networkStack(ParsedObject words) {
        Optional<String> control = words.get(HostKeys.CONGESTION_CONTROL);
        Optional<Boolean> ecn = words.get(HostKeys.ECN);
        boolean isDctcp = control.filter(DCTCP::equals).isPresent();
        if (isDctcp && ecn.filter(asks -> !asks).isPresent()) {
            problems.error(
                    words.locationOf(HostKeys.ECN),
                    "dctcp (line "
                            + words.locationOf(HostKeys.CONGESTION_CONTROL).line() + ") does not work without ECN",
                    "write ecn: true, or take another congestion control");
        }
        Map<String, String> sysctls = SysctlSettings.merge(defaults, words, HostKeys.SYSCTLS);
        checkSetOnce(words, HostKeys.ECN, sysctls, "net.ipv4.tcp_ecn");
        checkSetOnce(words, HostKeys.CONGESTION_CONTROL, sysctls, "net.ipv4.tcp_congestion_control");
        return new NetworkStack(
                control,
                isDctcp ? Optional.of(true) : ecn,
                words.get(HostKeys.RTO_MIN),
                words.get(HostKeys.DELAY).orElse(Duration.ZERO),
                words.get(HostKeys.RATE),
                words.get(HostKeys.GSO).orElse(GsoMode.OFF),
                sysctls);
    }

    private void checkSetOnce(ParsedObject words, Key<?> key, Map<String, String> sysctls, String sysctl) {
        if (words.has(key) && sysctls.containsKey(sysctl)) {
            problems.error(
                    words.locationOf(HostKeys.SYSCTLS),
                    "'" + key + "' (line " + words.locationOf(key).line() + ") sets " + sysctl + " already",
                    "leave out one of them");
        }
    }

    private List<Route> routes(String name, ParsedObject words) {
        List<Route> routes = new ArrayList<>();
        words.get(HostKeys.ROUTES)
                .ifPresent(given -> given.forEach(route ->
                        nextHopResolver.resolveRoute(name, route, problems).ifPresent(routes::add)));
        if (routes.stream().noneMatch(route -> route.to().equals(Route.DEFAULT))) {
            routeCalculator.defaultRoute(name).ifPresent(routes::add);
        }
        return routes;
    }
}

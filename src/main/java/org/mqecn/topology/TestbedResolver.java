// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.BroadcastDomain.IpInterface;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.TestbedSchema.HostKeys;
import org.mqecn.topology.TestbedSchema.LinkKeys;
import org.mqecn.topology.TestbedSchema.QdiscChoice;
import org.mqecn.topology.TestbedSchema.SwitchKeys;
import org.mqecn.topology.TestbedSchema.TestbedKeys;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;

/**
 * Resolves a testbed file step by step: nodes, subnets, addresses, names of devices, queueing disciplines, hosts, routes.
 * A step leaves out what has errors, so that all errors are reported at once; only routes need a file without any.
 */
final class TestbedResolver {
    private final String name;
    private final ParsedObject file;
    private final Problems problems;
    private final TopologySpec topology;

    private TestbedResolver(String name, ParsedObject file, Problems problems) {
        this.name = name;
        this.file = file;
        this.problems = problems;
        topology = TopologySpec.of(file, problems);
    }

    /**
     * Resolves a testbed.
     *
     * @return empty if there are errors, which are added to the problems
     */
    static Optional<Testbed> resolve(String name, ParsedObject file, Problems problems) {
        return new TestbedResolver(name, file, problems).resolve();
    }

    private Optional<Testbed> resolve() {
        List<BroadcastDomain> domains = broadcastDomains();
        Map<IpInterface, Ipv4Address> addresses = AddressAllocator.allocate(domains, problems);
        checkMtu(domains);
        DeviceNameAllocator deviceNameAllocator = new DeviceNameAllocator(name, topology, problems);
        List<Link> links = links(deviceNameAllocator, addresses);
        if (problems.hasErrors()) {
            new HostResolver(file, topology, problems).check();
            return Optional.empty();
        }
        RouteCalculator routeCalculator = new RouteCalculator(domains, addresses);
        List<Switch> switches = switches(routeCalculator, domains, addresses);
        List<Host> hosts = new HostResolver(file, topology, problems)
                .resolveAll(new NextHopResolver(domains, addresses), routeCalculator);
        checkConnected();
        return problems.hasErrors()
                ? Optional.empty()
                : Optional.of(new Testbed(name, machineSysctls(), hosts, switches, links));
    }

    private Map<String, String> machineSysctls() {
        return SysctlSettings.of(
                file.get(TestbedKeys.MACHINE).flatMap(machine -> machine.get(TestbedKeys.MACHINE_SYSCTLS)));
    }

    private List<BroadcastDomain> broadcastDomains() {
        Map<String, Switch.SwitchKind> kinds = new LinkedHashMap<>();
        Map<String, Located<Ipv4Address>> bridgeAddresses = new LinkedHashMap<>();
        topology.switches().forEach((node, parsed) -> {
            kinds.put(node, topology.switchKind(node));
            parsed.located(SwitchKeys.MACHINE_ADDRESS).ifPresent(address -> bridgeAddresses.put(node, address));
            checkSwitch(node, parsed);
        });
        for (LinkSpec linkSpec : topology.links()) {
            linkSpec.nodes().stream()
                    .filter(topology::isBridge)
                    .map(linkSpec::endProperties)
                    .filter(end -> end.has(LinkKeys.END_ADDRESS))
                    .forEach(end -> problems.error(
                            end.locationOf(LinkKeys.END_ADDRESS),
                            "a bridge port cannot have an address",
                            "set it on the switch: address: " + end.require(LinkKeys.END_ADDRESS)));
        }
        return BroadcastDomainFinder.findAll(topology.links(), kinds, bridgeAddresses, problems);
    }

    private void checkSwitch(String node, ParsedObject parsed) {
        if (topology.isBridge(node)) {
            if (parsed.has(SwitchKeys.ROUTES)) {
                problems.error(
                        parsed.locationOf(SwitchKeys.ROUTES),
                        "bridge " + node + " cannot have routes",
                        "routes belong to routers and hosts");
            }
            if (explicitSwitchProperties(node).has(SwitchKeys.SYSCTLS)) {
                problems.error(
                        parsed.locationOf(SwitchKeys.SYSCTLS),
                        "bridge " + node + " is not a namespace and has no sysctls",
                        "set sysctls of this machine: machine: {sysctls: …}");
            }
        } else if (parsed.has(SwitchKeys.MACHINE_ADDRESS)) {
            problems.error(
                    parsed.locationOf(SwitchKeys.MACHINE_ADDRESS),
                    "router " + node + " has an address on each link, not one for all",
                    "set it at a link: ends: {" + node + ": {address: " + parsed.require(SwitchKeys.MACHINE_ADDRESS)
                            + "}}");
        }
    }

    private ParsedObject explicitSwitchProperties(String node) {
        return file.entry(TestbedKeys.SWITCHES, node).orElse(ParsedObject.empty(file.location()));
    }

    /** Bridges silently drop packets that are too long for the outgoing link. */
    private void checkMtu(List<BroadcastDomain> domains) {
        Map<String, LinkSpec> first = new HashMap<>();
        for (LinkSpec linkSpec : topology.links()) {
            linkSpec.nodes().stream().filter(topology::isBridge).forEach(bridge -> {
                LinkSpec other = first.putIfAbsent(bridge, linkSpec);
                if (other != null && mtu(other) != mtu(linkSpec)) {
                    problems.error(
                            linkSpec.properties().locationOf(LinkKeys.MTU),
                            "the links of bridge " + bridge
                                    + " have different MTUs, " + mtu(other) + " and " + mtu(linkSpec)
                                    + ": it would silently drop longer packets",
                            "set the same mtu on all of them");
                }
            });
        }
    }

    private static int mtu(LinkSpec linkSpec) {
        return linkSpec.properties().get(LinkKeys.MTU).orElse(EthernetFrame.DEFAULT_MTU);
    }

    private List<Switch> switches(
            RouteCalculator routeCalculator, List<BroadcastDomain> domains, Map<IpInterface, Ipv4Address> addresses) {
        Map<String, List<Route>> computed = routeCalculator.routerRoutes();
        NextHopResolver nextHopResolver = new NextHopResolver(domains, addresses);
        List<Switch> switches = new ArrayList<>();
        topology.switches().forEach((node, parsed) -> {
            List<Route> routes = new ArrayList<>(computed.getOrDefault(node, List.of()));
            parsed.get(SwitchKeys.ROUTES)
                    .ifPresent(given -> given.forEach(route ->
                            nextHopResolver.resolveRoute(node, route, problems).ifPresent(routes::add)));
            switches.add(new Switch(
                    node,
                    topology.switchKind(node),
                    parsed.get(SwitchKeys.MACHINE_ADDRESS),
                    routes,
                    topology.isBridge(node)
                            ? Map.of()
                            : SysctlSettings.merge(switchDefaults(), parsed, SwitchKeys.SYSCTLS)));
        });
        return switches;
    }

    private ParsedObject switchDefaults() {
        return file.get(TestbedKeys.DEFAULTS)
                .flatMap(defaults -> defaults.get(TestbedKeys.SWITCH))
                .orElse(ParsedObject.empty(file.location()));
    }

    private List<Link> links(DeviceNameAllocator deviceNameAllocator, Map<IpInterface, Ipv4Address> addresses) {
        QdiscResolver qdiscResolver = new QdiscResolver(namedQdiscs(), problems);
        ImpairmentResolver impairmentResolver = new ImpairmentResolver(problems);
        Map<Integer, Map<String, Ipv4Address>> byLink = new HashMap<>();
        addresses.forEach(
                (ipInterface, ipv4Address) -> byLink.computeIfAbsent(ipInterface.linkIndex(), link -> new HashMap<>())
                        .put(ipInterface.node(), ipv4Address));
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < topology.links().size(); i++) {
            LinkSpec linkSpec = topology.links().get(i);
            checkLink(linkSpec, impairmentResolver);
            Map<String, Ipv4Address> linkAddresses = byLink.getOrDefault(i, Map.of());
            List<LinkEnd> ends = linkSpec.nodes().stream()
                    .map(node -> {
                        String device = deviceNameAllocator.deviceName(linkSpec, node);
                        return new LinkEnd(
                                node,
                                device,
                                deviceNameAllocator.macAddress(linkSpec, node, device),
                                Optional.ofNullable(linkAddresses.get(node)),
                                qdisc(qdiscResolver, linkSpec, node),
                                impairmentResolver.resolve(linkSpec, node));
                    })
                    .toList();
            links.add(new Link(ends.get(0), ends.get(1), linkSpec.properties().get(LinkKeys.RATE), mtu(linkSpec)));
        }
        return links;
    }

    private Map<String, ParsedObject> namedQdiscs() {
        Map<String, ParsedObject> qdiscs = new LinkedHashMap<>();
        file.get(TestbedKeys.QDISCS)
                .ifPresent(named -> named.forEach((name, parsed) -> qdiscs.put(name.value(), parsed)));
        return qdiscs;
    }

    private void checkLink(LinkSpec linkSpec, ImpairmentResolver impairmentResolver) {
        linkSpec.nodes().stream().filter(topology::isVirtualMachine).forEach(machine -> {
            impairmentResolver.reject(linkSpec, machine);
            if (!topology.isSwitch(linkSpec.peerOf(machine))) {
                problems.error(
                        linkSpec.location(),
                        "the link of virtual machine " + machine + " leads to another host",
                        "connect both to a switch");
            }
        });
        if (linkSpec.nodes().stream().noneMatch(topology::isSwitch)
                && linkSpec.properties().has(LinkKeys.RATE)
                && linkSpec.nodes().stream()
                        .noneMatch(node -> linkSpec.endProperties(node).has(LinkKeys.QDISC))) {
            problems.error(
                    linkSpec.properties().locationOf(LinkKeys.RATE),
                    "the link " + linkSpec + " has a rate, but no switch port that enforces it",
                    "set the rate of the hosts, or the qdisc of an end: ends: {" + linkSpec.from()
                            + ": {qdisc: dwrr}}");
        }
    }

    /** Returns the queueing discipline of an end: its own one or, at a switch, that of the link. */
    private QueueingDiscipline qdisc(QdiscResolver qdiscResolver, LinkSpec linkSpec, String node) {
        ParsedObject end = linkSpec.endProperties(node);
        Optional<Located<Rate>> rate = linkSpec.properties().located(LinkKeys.RATE);
        Optional<Located<QdiscChoice>> own = end.located(LinkKeys.QDISC);
        own.ifPresent(choice -> checkHostQdisc(linkSpec, node, choice.location()));
        if (own.isEmpty() && !topology.isSwitch(node)) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        return own.or(() -> linkSpec.properties().located(LinkKeys.QDISC))
                .map(choice -> qdiscResolver.resolve(choice.location(), choice.value(), rate, mtu(linkSpec)))
                .orElseGet(() -> rate.map(linkRate -> qdiscResolver.resolveDefault(linkRate, mtu(linkSpec)))
                        .orElse(QueueingDiscipline.KERNEL_DEFAULT));
    }

    private void checkHostQdisc(LinkSpec linkSpec, String node, SourceLocation location) {
        if (topology.isVirtualMachine(node)) {
            problems.error(
                    location,
                    "virtual machine " + node + " cannot have a qdisc on its device",
                    "set it at the other end: ends: {" + linkSpec.peerOf(node) + ": {qdisc: …}}");
        } else if (!topology.isSwitch(node)
                && (topology.hosts().get(node).has(HostKeys.DELAY)
                        || topology.hosts().get(node).has(HostKeys.RATE))) {
            problems.error(
                    location,
                    "host " + node + " already has a delay or a rate on this device",
                    "set the qdisc at the other end, or the delay at another host");
        }
    }

    /** Warns about hosts without a path to the first one: most often, a link is missing. */
    private void checkConnected() {
        String first = topology.hosts().keySet().iterator().next();
        Set<String> reached = new HashSet<>();
        List<String> next = new ArrayList<>(List.of(first));
        while (!next.isEmpty()) {
            String node = next.remove(next.size() - 1);
            if (reached.add(node)) {
                topology.links().stream()
                        .filter(linkSpec -> linkSpec.nodes().contains(node))
                        .forEach(linkSpec -> next.add(linkSpec.peerOf(node)));
            }
        }
        topology.hosts().forEach((host, parsed) -> {
            if (!reached.contains(host)) {
                problems.warning(
                        parsed.location(), "no path from " + first + " to " + host, "connect their switches by a link");
            }
        });
    }
}

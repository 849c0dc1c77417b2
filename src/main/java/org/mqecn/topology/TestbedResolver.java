// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
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
import org.mqecn.value.Rate;

/**
 * Makes a testbed's file complete, one question after the other: who is there, who shares a subnet, who has which
 * address, what are the routes, what are the devices called, what stands on each port. Where the answer to one is
 * wrong, the later ones are not asked, since they would only complain about the same again.
 */
final class TestbedResolver {
    private static final int DEFAULT_MTU = 1500;

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
     * Reads a testbed.
     *
     * @param name of it
     * @return nothing where something is wrong, which the problems tell then
     */
    static Optional<Testbed> resolve(String name, ParsedObject file, Problems problems) {
        TestbedResolver reader = new TestbedResolver(name, file, problems);
        return problems.hasErrors() ? Optional.empty() : reader.resolve();
    }

    private Optional<Testbed> resolve() {
        List<BroadcastDomain> segments = broadcastDomains();
        Map<IpInterface, Ipv4Address> addresses =
                problems.hasErrors() ? Map.of() : AddressAllocator.allocate(segments, problems);
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        checkMtu(segments);
        RouteCalculator routeCalculator = new RouteCalculator(segments, addresses);
        DeviceNameAllocator deviceNameAllocator = new DeviceNameAllocator(name, topology, problems);
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        List<Link> links = links(deviceNameAllocator, addresses);
        List<Switch> switches = switches(routeCalculator, segments, addresses);
        List<Host> hosts = new HostResolver(
                        file, topology, new NextHopResolver(segments, addresses), routeCalculator, problems)
                .resolveAll();
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
        Map<String, Located<Ipv4Address>> machine = new LinkedHashMap<>();
        topology.switches().forEach((node, words) -> {
            kinds.put(node, topology.switchKind(node));
            words.located(SwitchKeys.MACHINE_ADDRESS).ifPresent(address -> machine.put(node, address));
            checkSwitch(node, words);
        });
        for (LinkSpec linkSpec : topology.links()) {
            linkSpec.nodes().stream()
                    .filter(topology::isBridge)
                    .map(linkSpec::endProperties)
                    .filter(at -> at.has(LinkKeys.END_ADDRESS))
                    .forEach(at -> problems.error(
                            at.locationOf(LinkKeys.END_ADDRESS),
                            "a bridge's port has no address",
                            "give it to the switch: address: " + at.require(LinkKeys.END_ADDRESS)));
        }
        return BroadcastDomainFinder.findAll(topology.links(), kinds, machine, problems);
    }

    private void checkSwitch(String node, ParsedObject words) {
        if (topology.isBridge(node)) {
            if (words.has(SwitchKeys.ROUTES)) {
                problems.error(
                        words.locationOf(SwitchKeys.ROUTES),
                        "bridge " + node + " has no routes",
                        "routes belong to routers and hosts");
            }
            if (explicitSwitchProperties(node).has(SwitchKeys.SYSCTLS)) {
                problems.error(
                        words.locationOf(SwitchKeys.SYSCTLS),
                        "bridge " + node + " has no sysctls of its own",
                        "give them to the machine: machine: {sysctls: …}");
            }
        } else if (words.has(SwitchKeys.MACHINE_ADDRESS)) {
            problems.error(
                    words.locationOf(SwitchKeys.MACHINE_ADDRESS),
                    "router " + node + " has an address on each link, and none of its own",
                    "give one at a link: ends: {" + node + ": {address: " + words.require(SwitchKeys.MACHINE_ADDRESS)
                            + "}}");
        }
    }

    private ParsedObject explicitSwitchProperties(String node) {
        return file.get(TestbedKeys.SWITCHES).stream()
                .flatMap(all -> all.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(node))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ParsedObject.empty(file.location()));
    }

    /** Bridges drop what is too long for the next link, and say nothing. */
    private void checkMtu(List<BroadcastDomain> segments) {
        Map<String, LinkSpec> first = new HashMap<>();
        for (LinkSpec linkSpec : topology.links()) {
            linkSpec.nodes().stream().filter(topology::isBridge).forEach(bridge -> {
                LinkSpec other = first.putIfAbsent(bridge, linkSpec);
                if (other != null && mtu(other) != mtu(linkSpec)) {
                    problems.error(
                            linkSpec.properties().locationOf(LinkKeys.MTU),
                            "the links of bridge " + bridge
                                    + " have different MTUs, " + mtu(other) + " and " + mtu(linkSpec)
                                    + ": it would drop longer packets and say nothing",
                            "give all of them the same");
                }
            });
        }
    }

    private static int mtu(LinkSpec linkSpec) {
        return linkSpec.properties().get(LinkKeys.MTU).orElse(DEFAULT_MTU);
    }

    private List<Switch> switches(
            RouteCalculator routeCalculator, List<BroadcastDomain> segments, Map<IpInterface, Ipv4Address> addresses) {
        Map<String, List<Route>> computed = routeCalculator.routerRoutes();
        NextHopResolver nextHopResolver = new NextHopResolver(segments, addresses);
        List<Switch> switches = new ArrayList<>();
        topology.switches().forEach((node, words) -> {
            List<Route> routes = new ArrayList<>(computed.getOrDefault(node, List.of()));
            words.get(SwitchKeys.ROUTES)
                    .ifPresent(given -> given.forEach(route ->
                            nextHopResolver.resolveRoute(node, route, problems).ifPresent(routes::add)));
            switches.add(new Switch(
                    node,
                    topology.switchKind(node),
                    words.get(SwitchKeys.MACHINE_ADDRESS),
                    routes,
                    topology.isBridge(node)
                            ? Map.of()
                            : SysctlSettings.merge(switchDefaults(), words, SwitchKeys.SYSCTLS)));
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
        Map<Integer, Map<String, Ipv4Address>> byLink = new HashMap<>();
        addresses.forEach(
                (ipInterface, ipv4Address) -> byLink.computeIfAbsent(ipInterface.linkIndex(), link -> new HashMap<>())
                        .put(ipInterface.node(), ipv4Address));
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < topology.links().size(); i++) {
            LinkSpec linkSpec = topology.links().get(i);
            checkLink(linkSpec);
            Map<String, Ipv4Address> here = byLink.getOrDefault(i, Map.of());
            List<LinkEnd> ends = linkSpec.nodes().stream()
                    .map(node -> {
                        String device = deviceNameAllocator.deviceName(linkSpec, node);
                        return new LinkEnd(
                                node,
                                device,
                                deviceNameAllocator.macAddress(linkSpec, node, device),
                                Optional.ofNullable(here.get(node)),
                                qdisc(qdiscResolver, linkSpec, node));
                    })
                    .toList();
            links.add(new Link(
                    ends.get(0),
                    ends.get(1),
                    linkSpec.properties().get(LinkKeys.RATE),
                    linkSpec.properties().get(LinkKeys.DELAY).orElse(Duration.ZERO),
                    linkSpec.properties().get(LinkKeys.LOSS).orElse(0.0),
                    mtu(linkSpec)));
        }
        return links;
    }

    private Map<String, ParsedObject> namedQdiscs() {
        Map<String, ParsedObject> ports = new LinkedHashMap<>();
        file.get(TestbedKeys.QDISCS).ifPresent(named -> named.forEach((port, words) -> ports.put(port.value(), words)));
        return ports;
    }

    private void checkLink(LinkSpec linkSpec) {
        linkSpec.nodes().stream().filter(topology::isVirtualMachine).forEach(machine -> {
            String remedy = "give the host a delay: delay: 125us";
            linkSpec.properties()
                    .located(LinkKeys.DELAY)
                    .filter(delay -> !delay.value().isZero())
                    .ifPresent(delay -> problems.error(
                            delay.location(),
                            "the link of virtual machine " + machine + " cannot have a delay",
                            remedy));
            linkSpec.properties()
                    .located(LinkKeys.LOSS)
                    .filter(loss -> loss.value() > 0)
                    .ifPresent(loss -> problems.error(
                            loss.location(),
                            "the link of virtual machine " + machine + " cannot lose packets",
                            "take a namespace, or a loss between two routers"));
            if (!topology.isSwitch(linkSpec.peerOf(machine))) {
                problems.error(
                        linkSpec.location(),
                        "the link of virtual machine " + machine + " ends at another host",
                        "join both to a switch");
            }
        });
        if (linkSpec.nodes().stream().noneMatch(topology::isSwitch)
                && linkSpec.properties().has(LinkKeys.RATE)
                && linkSpec.nodes().stream()
                        .noneMatch(node -> linkSpec.endProperties(node).has(LinkKeys.QDISC))) {
            problems.error(
                    linkSpec.properties().locationOf(LinkKeys.RATE),
                    "the link " + linkSpec + " has a rate, and no switch with a port for it",
                    "give the hosts a rate, or one of its ends a qdisc: ends: {" + linkSpec.from()
                            + ": {qdisc: dwrr}}");
        }
    }

    /** What stands on a port: what its end says, else what the link says of its switches' ends. */
    private QueueingDiscipline qdisc(QdiscResolver qdiscResolver, LinkSpec linkSpec, String node) {
        ParsedObject at = linkSpec.endProperties(node);
        Optional<Located<Rate>> rate = linkSpec.properties().located(LinkKeys.RATE);
        if (at.has(LinkKeys.QDISC)) {
            checkHostQdisc(linkSpec, node, at.locationOf(LinkKeys.QDISC));
            return qdiscResolver.resolve(
                    at.locationOf(LinkKeys.QDISC), at.require(LinkKeys.QDISC), rate, mtu(linkSpec));
        }
        if (!topology.isSwitch(node)) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        Optional<QdiscChoice> choice =
                linkSpec.properties().get(LinkKeys.QDISC).filter(port -> !port.isKernelDefault());
        return choice.map(port -> qdiscResolver.resolve(
                        linkSpec.properties().locationOf(LinkKeys.QDISC), port, rate, mtu(linkSpec)))
                .orElseGet(
                        () -> rate.map(shaped -> qdiscResolver.resolveDefault(shaped.location(), rate, mtu(linkSpec)))
                                .orElse(QueueingDiscipline.KERNEL_DEFAULT));
    }

    private void checkHostQdisc(LinkSpec linkSpec, String node, SourceLocation location) {
        if (topology.isVirtualMachine(node)) {
            problems.error(
                    location,
                    "no port can stand inside virtual machine " + node,
                    "put it at the other end: ends: {" + linkSpec.peerOf(node) + ": {qdisc: …}}");
        } else if (!topology.isSwitch(node)
                && (topology.hosts().get(node).has(HostKeys.DELAY)
                        || topology.hosts().get(node).has(HostKeys.RATE))) {
            problems.error(
                    location,
                    "host " + node + " has a delay or a rate on this device already",
                    "put the port at the other end, or the delay at another host");
        }
    }

    /** A testbed in two parts is most often one with a link forgotten. */
    private void checkConnected() {
        Set<String> reached = new HashSet<>();
        List<String> next =
                new ArrayList<>(List.of(topology.hosts().keySet().iterator().next()));
        while (!next.isEmpty()) {
            String node = next.remove(next.size() - 1);
            if (reached.add(node)) {
                topology.links().stream()
                        .filter(linkSpec -> linkSpec.nodes().contains(node))
                        .forEach(linkSpec -> next.add(linkSpec.peerOf(node)));
            }
        }
        topology.hosts().forEach((host, words) -> {
            if (!reached.contains(host)) {
                problems.warning(
                        words.location(),
                        "no way leads from "
                                + topology.hosts().keySet().iterator().next() + " to " + host,
                        "join their switches by a link");
            }
        });
    }
}

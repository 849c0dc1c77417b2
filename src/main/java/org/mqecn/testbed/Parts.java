// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.mqecn.host.Command;
import org.mqecn.host.KernelModule;
import org.mqecn.host.Machine;
import org.mqecn.port.QdiscKind;
import org.mqecn.testbed.OffloadPart.Work;
import org.mqecn.testbed.ovs.OvsBridgePart;
import org.mqecn.testbed.ovs.OvsDaemonPart;
import org.mqecn.testbed.ovs.OvsPortPart;
import org.mqecn.testbed.ovs.UserspacePart;
import org.mqecn.testbed.vm.Machines;
import org.mqecn.testbed.vm.TapPart;
import org.mqecn.topology.Address;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.MacAddress;
import org.mqecn.topology.Route;
import org.mqecn.topology.Service;
import org.mqecn.topology.Stack;
import org.mqecn.topology.SuperPackets;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.Daemon;
import org.mqecn.traffic.VideoFolder;

/**
 * What a testbed consists of, in the order of making. Parts of one sort stand together, and those of one namespace
 * within their sort, so that few processes can make many of them.
 */
public final class Parts {
    private static final int ANY = 0;
    private static final int ONE_SEGMENT = 1;
    private static final int SUPER_PACKETS = 65535;
    /** Packets that netem holds: far more than any link here has on its way. It costs nothing until they are there. */
    private static final String NETEM_LIMIT = "1000000";
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Testbed testbed;
    private final Machine machine;
    private final Places places;
    private final List<Part> parts = new ArrayList<>();

    private Parts(Testbed testbed, Machine machine) {
        this.testbed = testbed;
        this.machine = machine;
        this.places = new Places(testbed, machine);
    }

    /** All of them. */
    public static List<Part> of(Testbed testbed, Machine machine) {
        Parts result = new Parts(testbed, machine);
        result.addHostWide();
        result.namespaces();
        result.bridges();
        result.links();
        result.insides();
        result.sysctls();
        result.ports();
        result.parts.addAll(Machines.parts(testbed, machine));
        result.services();
        return List.copyOf(result.parts);
    }

    /** A module of ours, where a port needs it. */
    private void moduleOf(QdiscKind kind, Predicate<Discipline> needs) {
        if (testbed.links().stream().flatMap(link -> link.ends().stream()).anyMatch(end -> needs.test(end.port()))) {
            KernelModule.Availability availability = new KernelModule(machine, kind).availability();
            parts.add(new ModulePart(kind.module(), availability.isAvailable() ? availability.command()
                    : List.of("modprobe", kind.module()), ""));
        }
    }

    /** What the whole machine gets. */
    private void addHostWide() {
        if (testbed.switches().stream().anyMatch(each -> each.kind() == Switch.Kind.OVS)) {
            parts.add(new OvsDaemonPart());
        }
        moduleOf(QdiscKind.DWRR, port -> port instanceof Discipline.Dwrr);
        moduleOf(QdiscKind.EIFFEL, Discipline::hasEiffel);
        List<String> algorithms = List.copyOf(new TreeSet<>(testbed.hosts().stream()
                .filter(host -> host.machine().isEmpty())
                .flatMap(host -> host.stack().congestionControl().stream()).toList()));
        for (String algorithm : algorithms) {
            String module = "tcp_" + algorithm;
            parts.add(new ModulePart(module, List.of("modprobe", module), algorithm));
            parts.add(new AlgorithmPart(algorithm, algorithms.subList(0, algorithms.indexOf(algorithm))));
        }
        new TreeMap<>(testbed.sysctls()).forEach((key, value) -> parts.add(new SysctlPart("", key, value)));
    }

    private void namespaces() {
        nodes().forEach(node -> parts.add(new NamespacePart(places.namespace(node))));
        impaired().forEach(link -> parts.add(new NamespacePart(places.namespace(link))));
    }

    /** Hosts and switches that are namespaces. */
    private List<String> nodes() {
        List<String> names = new ArrayList<>();
        testbed.hosts().forEach(host -> names.add(host.name()));
        testbed.switches().forEach(each -> names.add(each.name()));
        return names.stream().filter(name -> !places.namespace(name).isEmpty()).toList();
    }

    private List<Link> impaired() {
        return testbed.links().stream().filter(Link::isImpaired).toList();
    }

    private void bridges() {
        for (Switch each : testbed.switches()) {
            if (each.kind() != Switch.Kind.ROUTER) {
                String mac = mac(each.name(), each.name());
                parts.add(each.kind() == Switch.Kind.OVS ? new OvsBridgePart(testbed.name(), each.name(), mac)
                        : new BridgePart(new LinkTrace.End("", each.name(), mac)));
                parts.add(new DevicePart("", each.name(), ANY, ANY, ""));
                parts.add(new AddressPart("", each.name(), each.address()));
            }
        }
    }

    private String mac(String node, String device) {
        return MacAddress.of(testbed.name(), node, device);
    }

    private void links() {
        for (Link link : testbed.links()) {
            if (link.isImpaired()) {
                String middle = places.namespace(link);
                LinkTrace.End from = new LinkTrace.End(middle, FROM, mac(middle, FROM));
                LinkTrace.End to = new LinkTrace.End(middle, TO, mac(middle, TO));
                parts.add(new VethPart(end(link.from()), from, link.mtu()));
                parts.add(new VethPart(end(link.to()), to, link.mtu()));
            } else if (places.isMachine(link.from().node()) || places.isMachine(link.to().node())) {
                parts.add(tap(link, places.isMachine(link.from().node()) ? link.to() : link.from()));
            } else {
                // A switch has many, which one process removes.
                Link.End first = places.isHost(link.from().node()) ? link.to() : link.from();
                parts.add(new VethPart(end(first), end(first == link.from() ? link.to() : link.from()), link.mtu()));
            }
        }
    }

    private TapPart tap(Link link, Link.End end) {
        return new TapPart(places.namespace(end.node()), end.device(), end.mac(), link.mtu());
    }

    private LinkTrace.End end(Link.End end) {
        return new LinkTrace.End(places.namespace(end.node()), end.device(), end.mac());
    }

    /** Devices, addresses and routes, a namespace behind the other. */
    private void insides() {
        inside("");
        testbed.hosts().stream().filter(host -> host.machine().isEmpty()).forEach(host -> {
            inside(places.namespace(host.name()));
            routes(host.name(), host.routes(), host.stack().rtoMin());
        });
        testbed.switches().stream().filter(each -> each.kind() == Switch.Kind.ROUTER).forEach(router -> {
            inside(places.namespace(router.name()));
            routes(router.name(), router.routes(), Optional.empty());
        });
        for (Link link : impaired()) {
            String middle = places.namespace(link);
            parts.add(new DevicePart(middle, FROM, link.mtu(), ANY, ""));
            parts.add(new DevicePart(middle, TO, link.mtu(), ANY, ""));
            if (isOvs(link.from().node())) {
                completesChecksums(middle, FROM);
            }
            if (isOvs(link.to().node())) {
                completesChecksums(middle, TO);
            }
        }
    }

    private void inside(String namespace) {
        if (!namespace.isEmpty()) {
            parts.add(new DevicePart(namespace, "lo", ANY, ANY, ""));
        }
        for (Link link : testbed.links()) {
            link.ends().stream().filter(end -> places.namespace(end.node()).equals(namespace)
                    && !places.isMachine(end.node())).forEach(end -> {
                        parts.add(device(link, end));
                        if (cuts(end.node())) {
                            parts.add(new OffloadPart(namespace, end.device(), Work.SEGMENTATION));
                        }
                        if (isOvs(end.node())) {
                            parts.add(new OvsPortPart(testbed.name(), end.node(), end.device()));
                        }
                        parts.add(new AddressPart(namespace, end.device(), end.address()));
                        if (!namespace.isEmpty() && !link.isImpaired() && link.ends().stream()
                                .anyMatch(other -> isOvs(other.node()))) {
                            completesChecksums(namespace, end.device());
                        }
                    });
        }
    }

    private void completesChecksums(String namespace, String device) {
        parts.add(new UserspacePart(new OffloadPart(namespace, device, Work.CHECKSUMS)));
    }

    private DevicePart device(Link link, Link.End end) {
        String namespace = places.namespace(end.node());
        int segments = !places.isHost(end.node()) ? ANY
                : places.host(end.node()).stack().superPackets() == SuperPackets.NONE ? ONE_SEGMENT : SUPER_PACKETS;
        return new DevicePart(namespace, end.device(), link.mtu(), segments,
                namespace.isEmpty() && !isOvs(end.node()) ? end.node() : "");
    }

    private boolean cuts(String node) {
        return places.isHost(node) && places.host(node).stack().superPackets() == SuperPackets.CUT;
    }

    private boolean isOvs(String node) {
        return !places.isHost(node) && places.switchOf(node).kind() == Switch.Kind.OVS;
    }

    private void routes(String node, List<Route> routes, Optional<Duration> rtoMin) {
        Map<String, Address> own = new HashMap<>();
        testbed.links().stream().flatMap(link -> link.ends().stream()).filter(end -> end.node().equals(node))
                .forEach(end -> end.address().ifPresent(address -> own.put(end.device(), address)));
        parts.add(new RoutesPart(places.namespace(node), routes, own, rtoMin));
    }

    private void sysctls() {
        for (Host host : testbed.hosts()) {
            if (host.machine().isEmpty()) {
                StackSysctls.of(host.stack()).forEach((key, value) ->
                        parts.add(new SysctlPart(places.namespace(host.name()), key, value)));
            }
        }
        testbed.switches().stream().filter(each -> each.kind() == Switch.Kind.ROUTER).forEach(router -> {
            String namespace = places.namespace(router.name());
            parts.add(new SysctlPart(namespace, "net.ipv4.ip_forward", "1"));
            new TreeMap<>(router.sysctls()).forEach((key, value) -> parts.add(new SysctlPart(namespace, key, value)));
        });
    }

    private void ports() {
        for (String node : nodes()) {
            ends(node).forEach(end -> parts.add(port(end)));
        }
        testbed.switches().stream().filter(each -> places.namespace(each.name()).isEmpty())
                .flatMap(each -> ends(each.name()).stream()).forEach(end -> parts.add(port(end)));
        for (Link link : impaired()) {
            String middle = places.namespace(link);
            parts.add(new CablePart(middle, FROM, TO, impairment(link)));
            parts.add(new CablePart(middle, TO, FROM, impairment(link)));
        }
    }

    private List<Link.End> ends(String node) {
        return testbed.links().stream().flatMap(link -> link.ends().stream()).filter(end -> end.node().equals(node))
                .toList();
    }

    private Part port(Link.End end) {
        Discipline discipline = places.isHost(end.node()) && end.port().equals(Discipline.NOTHING)
                ? card(places.host(end.node()).stack()) : end.port();
        return new PortPart(machine, places.namespace(end.node()), end.device(), discipline);
    }

    /** What a host's card adds: its delay and its rate. */
    private static Discipline card(Stack stack) {
        if (stack.delay().isZero() && stack.rate().isEmpty()) {
            return Discipline.NOTHING;
        }
        List<String> words = new ArrayList<>(List.of("delay", microseconds(stack.delay())));
        stack.rate().ifPresent(rate -> words.addAll(List.of("rate", rate.toString())));
        words.addAll(List.of("limit", NETEM_LIMIT));
        return new Discipline.Stock(List.of(new Discipline.Layer("root", "1:", "netem", words)), stack.rate(),
                OptionalLong.empty());
    }

    /** As tc reads it; it knows no nanoseconds here. */
    private static String microseconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos()).movePointLeft(3).stripTrailingZeros().toPlainString() + "us";
    }

    private static List<String> impairment(Link link) {
        List<String> words = new ArrayList<>(List.of("delay", microseconds(link.delay())));
        if (link.loss() > 0) {
            words.addAll(List.of("loss", BigDecimal.valueOf(link.loss()).movePointRight(2).stripTrailingZeros()
                    .toPlainString() + "%"));
        }
        words.addAll(List.of("limit", NETEM_LIMIT));
        return words;
    }

    private void services() {
        for (Host host : testbed.hosts()) {
            if (host.machine().isEmpty()) {
                host.services().forEach(service -> parts.add(service(host, service)));
            }
        }
    }

    private Part service(Host host, Service service) {
        String name = host.name() + "-" + service.name();
        List<Command> before = List.of();
        String documents = "";
        if (service instanceof Service.VideoServer server) {
            Path videos = machine.videos();
            before = List.of(Command.of("mkdir", "-p", videos.toString()),
                    VideoFolder.command(machine.launcher().toString(), videos, server.videos()));
            documents = videos.resolve(VideoFolder.name(server.videos())).toString();
        }
        Daemon daemon = Daemon.of(testbed, host, service, places.running().resolve(name).toString(), documents);
        return new ServicePart(places.namespace(host.name()), name, before, daemon, places.running());
    }
}

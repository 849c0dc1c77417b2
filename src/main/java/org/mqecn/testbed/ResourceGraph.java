// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mqecn.host.Command;
import org.mqecn.host.KernelModule;
import org.mqecn.host.LocalMachine;
import org.mqecn.port.QdiscKind;
import org.mqecn.testbed.ovs.OvsBridgeResource;
import org.mqecn.testbed.ovs.OvsDaemonResource;
import org.mqecn.testbed.ovs.OvsPortResource;
import org.mqecn.testbed.ovs.UserspaceDatapathResource;
import org.mqecn.testbed.resources.AddressResource;
import org.mqecn.testbed.resources.BridgeResource;
import org.mqecn.testbed.resources.CongestionControlResource;
import org.mqecn.testbed.resources.DeviceResource;
import org.mqecn.testbed.resources.LinkType;
import org.mqecn.testbed.resources.ModuleResource;
import org.mqecn.testbed.resources.NamespaceResource;
import org.mqecn.testbed.resources.NetemResource;
import org.mqecn.testbed.resources.OffloadResource;
import org.mqecn.testbed.resources.OffloadResource.OffloadKind;
import org.mqecn.testbed.resources.QdiscResource;
import org.mqecn.testbed.resources.RoutesResource;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.testbed.resources.ServiceResource;
import org.mqecn.testbed.resources.StackSysctls;
import org.mqecn.testbed.resources.SysctlResource;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.resources.VethResource;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.vm.TapResource;
import org.mqecn.testbed.vm.VirtualMachineResources;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.MacAddressGenerator;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.topology.Route;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;
import org.mqecn.traffic.video.VideoFolder;

/**
 * What a testbed consists of, in the order of making. Parts of one sort stand together, and those of one namespace
 * within their sort, so that few processes can make many of them.
 */
public final class ResourceGraph {
    private static final int UNSPECIFIED = 0;
    private static final int ONE_SEGMENT = 1;
    private static final int MAX_GSO_SEGMENTS = 65535;
    /** Packets that netem holds: far more than any link here has on its way. It costs nothing until they are there. */
    private static final String NETEM_LIMIT = "1000000";

    private static final String FROM = "from";
    private static final String TO = "to";

    private final Testbed testbed;
    private final LocalMachine machine;
    private final TestbedLayout layout;
    private final List<Resource> resources = new ArrayList<>();

    private ResourceGraph(Testbed testbed, LocalMachine machine) {
        this.testbed = testbed;
        this.machine = machine;
        this.layout = new TestbedLayout(testbed, machine);
    }

    /** All of them. */
    public static List<Resource> of(Testbed testbed, LocalMachine machine) {
        ResourceGraph result = new ResourceGraph(testbed, machine);
        result.addHostWide();
        result.addNamespaces();
        result.addBridges();
        result.addLinks();
        result.addDevices();
        result.addSysctls();
        result.addQdiscs();
        result.resources.addAll(VirtualMachineResources.resources(testbed, machine));
        result.addServices();
        return List.copyOf(result.resources);
    }

    /** A module of ours, where a port needs it. */
    private void addModule(QdiscKind kind) {
        if (testbed.links().stream().flatMap(link -> link.ends().stream()).anyMatch(linkEnd -> linkEnd.qdisc()
                .uses(kind))) {
            KernelModule.Availability availability = new KernelModule(machine, kind).availability();
            resources.add(new ModuleResource(
                    kind.module(),
                    availability.isAvailable() ? availability.command() : List.of("modprobe", kind.module()),
                    ""));
        }
    }

    /** What the whole machine gets. */
    private void addHostWide() {
        if (testbed.switches().stream().anyMatch(each -> each.switchKind() == Switch.SwitchKind.OVS)) {
            resources.add(new OvsDaemonResource());
        }
        Arrays.stream(QdiscKind.values()).forEach(this::addModule);
        List<String> algorithms = List.copyOf(new TreeSet<>(testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isEmpty())
                .flatMap(host -> host.stack().congestionControl().stream())
                .toList()));
        for (String algorithm : algorithms) {
            String module = "tcp_" + algorithm;
            resources.add(new ModuleResource(module, List.of("modprobe", module), algorithm));
            resources.add(
                    new CongestionControlResource(algorithm, algorithms.subList(0, algorithms.indexOf(algorithm))));
        }
        new TreeMap<>(testbed.machineSysctls())
                .forEach((key, value) -> resources.add(new SysctlResource("", key, value)));
    }

    private void addNamespaces() {
        namespaceNodes().forEach(node -> resources.add(new NamespaceResource(layout.namespace(node))));
        impairedLinks().forEach(link -> resources.add(new NamespaceResource(layout.namespace(link))));
    }

    /** Hosts and switches that are namespaces. */
    private List<String> namespaceNodes() {
        List<String> names = new ArrayList<>();
        testbed.hosts().forEach(host -> names.add(host.name()));
        testbed.switches().forEach(each -> names.add(each.name()));
        return names.stream().filter(name -> !layout.namespace(name).isEmpty()).toList();
    }

    private List<Link> impairedLinks() {
        return testbed.links().stream().filter(Link::isImpaired).toList();
    }

    private void addBridges() {
        for (Switch each : testbed.switches()) {
            if (each.switchKind() != Switch.SwitchKind.ROUTER) {
                String mac = macAddress(each.name(), each.name());
                resources.add(
                        each.switchKind() == Switch.SwitchKind.OVS
                                ? new OvsBridgeResource(testbed.name(), each.name(), mac)
                                : new BridgeResource(new LinkType.DeviceIdentity("", each.name(), mac)));
                resources.add(new DeviceResource("", each.name(), UNSPECIFIED, UNSPECIFIED, ""));
                resources.add(new AddressResource("", each.name(), each.address()));
            }
        }
    }

    private String macAddress(String node, String device) {
        return MacAddressGenerator.generate(testbed.name(), node, device);
    }

    private void addLinks() {
        for (Link link : testbed.links()) {
            if (link.isImpaired()) {
                String middle = layout.namespace(link);
                LinkType.DeviceIdentity from = new LinkType.DeviceIdentity(middle, FROM, macAddress(middle, FROM));
                LinkType.DeviceIdentity to = new LinkType.DeviceIdentity(middle, TO, macAddress(middle, TO));
                resources.add(new VethResource(deviceIdentity(link.from()), from, link.mtu()));
                resources.add(new VethResource(deviceIdentity(link.to()), to, link.mtu()));
            } else if (layout.isVirtualMachine(link.from().node())
                    || layout.isVirtualMachine(link.to().node())) {
                resources.add(
                        tapResource(link, layout.isVirtualMachine(link.from().node()) ? link.to() : link.from()));
            } else {
                // A switch has many, which one process removes.
                Link.LinkEnd first = layout.isHost(link.from().node()) ? link.to() : link.from();
                resources.add(new VethResource(
                        deviceIdentity(first),
                        deviceIdentity(first == link.from() ? link.to() : link.from()),
                        link.mtu()));
            }
        }
    }

    private TapResource tapResource(Link link, Link.LinkEnd linkEnd) {
        return new TapResource(layout.namespace(linkEnd.node()), linkEnd.device(), linkEnd.macAddress(), link.mtu());
    }

    private LinkType.DeviceIdentity deviceIdentity(Link.LinkEnd linkEnd) {
        return new LinkType.DeviceIdentity(layout.namespace(linkEnd.node()), linkEnd.device(), linkEnd.macAddress());
    }

    /** Devices, addresses and routes, a namespace behind the other. */
    private void addDevices() {
        addDevicesOf("");
        testbed.hosts().stream().filter(host -> host.virtualMachine().isEmpty()).forEach(host -> {
            addDevicesOf(layout.namespace(host.name()));
            addRoutes(host.name(), host.routes(), host.stack().rtoMin());
        });
        testbed.switches().stream()
                .filter(each -> each.switchKind() == Switch.SwitchKind.ROUTER)
                .forEach(router -> {
                    addDevicesOf(layout.namespace(router.name()));
                    addRoutes(router.name(), router.routes(), Optional.empty());
                });
        for (Link link : impairedLinks()) {
            String middle = layout.namespace(link);
            resources.add(new DeviceResource(middle, FROM, link.mtu(), UNSPECIFIED, ""));
            resources.add(new DeviceResource(middle, TO, link.mtu(), UNSPECIFIED, ""));
            if (isOvs(link.from().node())) {
                addSoftwareChecksums(middle, FROM);
            }
            if (isOvs(link.to().node())) {
                addSoftwareChecksums(middle, TO);
            }
        }
    }

    private void addDevicesOf(String namespace) {
        if (!namespace.isEmpty()) {
            resources.add(new DeviceResource(namespace, "lo", UNSPECIFIED, UNSPECIFIED, ""));
        }
        for (Link link : testbed.links()) {
            link.ends().stream()
                    .filter(linkEnd -> layout.namespace(linkEnd.node()).equals(namespace)
                            && !layout.isVirtualMachine(linkEnd.node()))
                    .forEach(linkEnd -> {
                        resources.add(deviceResource(link, linkEnd));
                        if (segmentsInSoftware(linkEnd.node())) {
                            resources.add(new OffloadResource(namespace, linkEnd.device(), OffloadKind.SEGMENTATION));
                        }
                        if (isOvs(linkEnd.node())) {
                            resources.add(new OvsPortResource(testbed.name(), linkEnd.node(), linkEnd.device()));
                        }
                        resources.add(new AddressResource(namespace, linkEnd.device(), linkEnd.address()));
                        if (!namespace.isEmpty()
                                && !link.isImpaired()
                                && link.ends().stream().anyMatch(other -> isOvs(other.node()))) {
                            addSoftwareChecksums(namespace, linkEnd.device());
                        }
                    });
        }
    }

    private void addSoftwareChecksums(String namespace, String device) {
        resources.add(new UserspaceDatapathResource(new OffloadResource(namespace, device, OffloadKind.CHECKSUMS)));
    }

    private DeviceResource deviceResource(Link link, Link.LinkEnd linkEnd) {
        String namespace = layout.namespace(linkEnd.node());
        int segments = !layout.isHost(linkEnd.node())
                ? UNSPECIFIED
                : layout.host(linkEnd.node()).stack().gso() == GsoMode.OFF ? ONE_SEGMENT : MAX_GSO_SEGMENTS;
        return new DeviceResource(
                namespace,
                linkEnd.device(),
                link.mtu(),
                segments,
                namespace.isEmpty() && !isOvs(linkEnd.node()) ? linkEnd.node() : "");
    }

    private boolean segmentsInSoftware(String node) {
        return layout.isHost(node) && layout.host(node).stack().gso() == GsoMode.SOFTWARE;
    }

    private boolean isOvs(String node) {
        return !layout.isHost(node) && layout.switchNode(node).switchKind() == Switch.SwitchKind.OVS;
    }

    private void addRoutes(String node, List<Route> routes, Optional<Duration> rtoMin) {
        Map<String, Ipv4Address> own = new HashMap<>();
        testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(linkEnd -> linkEnd.node().equals(node))
                .forEach(linkEnd -> linkEnd.address().ifPresent(ipv4Address -> own.put(linkEnd.device(), ipv4Address)));
        resources.add(new RoutesResource(layout.namespace(node), routes, own, rtoMin));
    }

    private void addSysctls() {
        for (Host host : testbed.hosts()) {
            if (host.virtualMachine().isEmpty()) {
                StackSysctls.of(host.stack())
                        .forEach((key, value) ->
                                resources.add(new SysctlResource(layout.namespace(host.name()), key, value)));
            }
        }
        testbed.switches().stream()
                .filter(each -> each.switchKind() == Switch.SwitchKind.ROUTER)
                .forEach(router -> {
                    String namespace = layout.namespace(router.name());
                    resources.add(new SysctlResource(namespace, "net.ipv4.ip_forward", "1"));
                    new TreeMap<>(router.sysctls())
                            .forEach((key, value) -> resources.add(new SysctlResource(namespace, key, value)));
                });
    }

    private void addQdiscs() {
        for (String node : namespaceNodes()) {
            ends(node).forEach(linkEnd -> resources.add(qdiscResource(linkEnd)));
        }
        testbed.switches().stream()
                .filter(each -> layout.namespace(each.name()).isEmpty())
                .flatMap(each -> ends(each.name()).stream())
                .forEach(linkEnd -> resources.add(qdiscResource(linkEnd)));
        for (Link link : impairedLinks()) {
            String middle = layout.namespace(link);
            resources.add(new NetemResource(middle, FROM, TO, netemOptions(link)));
            resources.add(new NetemResource(middle, TO, FROM, netemOptions(link)));
        }
    }

    private List<Link.LinkEnd> ends(String node) {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(linkEnd -> linkEnd.node().equals(node))
                .toList();
    }

    private Resource qdiscResource(Link.LinkEnd linkEnd) {
        QueueingDiscipline queueingDiscipline =
                layout.isHost(linkEnd.node()) && linkEnd.qdisc().equals(QueueingDiscipline.KERNEL_DEFAULT)
                        ? emulatedNic(layout.host(linkEnd.node()).stack())
                        : linkEnd.qdisc();
        return new QdiscResource(machine, layout.namespace(linkEnd.node()), linkEnd.device(), queueingDiscipline);
    }

    /** What a host's card adds: its delay and its rate. */
    private static QueueingDiscipline emulatedNic(NetworkStack stack) {
        if (stack.delay().isZero() && stack.rate().isEmpty()) {
            return QueueingDiscipline.KERNEL_DEFAULT;
        }
        List<String> words = new ArrayList<>(List.of("delay", formatMicroseconds(stack.delay())));
        stack.rate().ifPresent(rate -> words.addAll(List.of("rate", rate.toString())));
        words.addAll(List.of("limit", NETEM_LIMIT));
        return new QueueingDiscipline(
                List.of(QueueingDiscipline.TcQdisc.stock("root", "1:", "netem", words)),
                stack.rate(),
                OptionalLong.empty());
    }

    /** As tc reads it; it knows no nanoseconds here. */
    private static String formatMicroseconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos())
                        .movePointLeft(3)
                        .stripTrailingZeros()
                        .toPlainString() + "us";
    }

    private static List<String> netemOptions(Link link) {
        List<String> words = new ArrayList<>(List.of("delay", formatMicroseconds(link.delay())));
        if (link.loss() > 0) {
            words.addAll(List.of(
                    "loss",
                    BigDecimal.valueOf(link.loss())
                                    .movePointRight(2)
                                    .stripTrailingZeros()
                                    .toPlainString() + "%"));
        }
        words.addAll(List.of("limit", NETEM_LIMIT));
        return words;
    }

    private void addServices() {
        for (Host host : testbed.hosts()) {
            if (host.virtualMachine().isEmpty()) {
                host.services().forEach(hostService -> resources.add(serviceResource(host, hostService)));
            }
        }
    }

    private Resource serviceResource(Host host, HostService hostService) {
        String name = host.name() + "-" + hostService.name();
        List<Command> before = List.of();
        String documents = "";
        if (hostService instanceof HostService.VideoServer server) {
            Path videos = VideoFolder.parentFolder(machine);
            before = List.of(
                    Command.of("mkdir", "-p", videos.toString()),
                    VideoFolder.creationCommand(machine.launcher().toString(), videos, server.library()));
            documents = videos.resolve(VideoFolder.folderName(server.library())).toString();
        }
        ServiceCommands serviceCommands = ServiceCommands.of(
                testbed,
                host,
                hostService,
                layout.runtimeDirectory().resolve(name).toString(),
                documents);
        return new ServiceResource(
                layout.namespace(host.name()), name, before, serviceCommands, layout.runtimeDirectory());
    }
}

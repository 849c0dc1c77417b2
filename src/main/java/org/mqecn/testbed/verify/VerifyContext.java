// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.Testbed;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * What the checks work with: the testbed, its hosts, the ways between them, and what is seen when its ports are
 * filled, which is done once, when it is first asked for.
 */
final class VerifyContext {
    /** Ports that are filled, at most. */
    static final int MAX_PORTS = 12;

    private static final int FIRST_TCP_PORT = 58_000;

    private final Testbed testbed;
    private final TestbedLayout layout;
    private final ObservedState state;
    private final Map<String, HostAccess> hostAccesses = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<SaturationPlan.HostPair> pairs = new ArrayList<>();
    private final Set<String> unreachable = new HashSet<>();
    private final NetworkPaths paths;
    private List<SaturationResult> saturationResults;
    private int nextTcpPort = FIRST_TCP_PORT;

    VerifyContext(Testbed testbed, LocalMachine machine, CommandRunner runner) {
        this.testbed = testbed;
        this.layout = new TestbedLayout(testbed, machine);
        this.state = new ObservedState(machine);
        this.paths = new NetworkPaths(testbed);
        for (Host host : testbed.hosts()) {
            hosts.put(host.name(), host);
            hostAccesses.put(
                    host.name(),
                    host.virtualMachine().isPresent()
                            ? new VmHostAccess(host.name(), testbed.name(), new VirtualMachineController(machine))
                            : new NamespaceHostAccess(host.name(), layout.namespace(host.name()), runner, state));
        }
        for (Host from : testbed.hosts()) {
            for (Host to : testbed.hosts()) {
                List<NetworkPath> between = from == to ? List.of() : paths.pathsBetween(from, to);
                if (!between.isEmpty()) {
                    pairs.add(new SaturationPlan.HostPair(between));
                }
            }
        }
    }

    /** @throws UserError where a host is not there */
    void requireUp() {
        for (HostAccess hostAccess : hostAccesses.values()) {
            hostAccess.namespace().filter(path -> !state.hasNamespace(path)).ifPresent(path -> {
                throw new UserError(
                        "the testbed " + testbed.name() + " is not up: there is no namespace " + path,
                        "'mqecn testbed up -f FILE' brings it up");
            });
        }
    }

    Testbed testbed() {
        return testbed;
    }

    Host host(String name) {
        return hosts.get(name);
    }

    HostAccess hostAccess(String name) {
        return hostAccesses.get(name);
    }

    List<HostAccess> hostAccesses() {
        return List.copyOf(hostAccesses.values());
    }

    /** The ways from a host to each of the others, one for each of them. */
    List<NetworkPath> pathsFrom(String host) {
        return pairs.stream()
                .map(hostPair -> hostPair.paths().get(0))
                .filter(networkPath -> networkPath.from().equals(host))
                .toList();
    }

    /** The way between two hosts. */
    Optional<NetworkPath> path(String from, String to) {
        return pathsFrom(from).stream()
                .filter(networkPath -> networkPath.to().equals(to))
                .findFirst();
    }

    /** Remembers that a host does not answer, so that no check waits for it. */
    void markUnreachable(String host) {
        unreachable.add(host);
    }

    boolean isReachable(String host) {
        return !unreachable.contains(host) && hostAccesses.containsKey(host);
    }

    /** A TCP port that nobody has. */
    int allocateTcpPort() {
        return nextTcpPort++;
    }

    NamespacedDevice device(LinkEnd linkEnd) {
        return new NamespacedDevice(layout.namespace(linkEnd.node()), linkEnd.device());
    }

    /** What the kernel has of a link's end; empty where there is nothing, and for what is in a virtual machine. */
    Optional<DeviceLink> deviceLink(LinkEnd linkEnd) {
        NamespacedDevice device = device(linkEnd);
        return layout.isVirtualMachine(linkEnd.node())
                ? Optional.empty()
                : state.namespace(device.namespace())
                        .flatMap(observedNamespace -> observedNamespace.link(device.name()));
    }

    /** Whether flows come from, go to or pass a machine whose processor is emulated. */
    boolean isEmulated(SaturationPlan plan) {
        return plan.flows().stream()
                .flatMap(networkPath -> Stream.concat(
                        Stream.of(networkPath.to()), networkPath.hops().stream().map(pathHop -> pathHop.egress()
                                .node())))
                .anyMatch(node ->
                        hostAccesses.containsKey(node) && hostAccesses.get(node).isEmulated());
    }

    /** Whether this machine has the queue of that end. */
    boolean isLocal(LinkEnd linkEnd) {
        return !layout.isVirtualMachine(linkEnd.node());
    }

    /** A host's own devices. */
    List<NamespacedDevice> devices(String host) {
        return host(host).virtualMachine().isPresent()
                ? List.of()
                : paths.allHops().stream()
                        .map(PathHop::egress)
                        .filter(linkEnd -> linkEnd.node().equals(host))
                        .map(this::device)
                        .toList();
    }

    /** The qdiscs that stand on a device, put there by somebody. */
    List<Qdisc> qdiscs(NamespacedDevice device) {
        return state.namespace(device.namespace())
                .flatMap(observedNamespace ->
                        observedNamespace.link(device.name()).map(observedNamespace::qdiscs))
                .orElse(List.of());
    }

    ObservedState observedState() {
        return state;
    }

    /** The ports with a rate, in the order of the file. */
    List<PathHop> ratedPorts() {
        return paths.allHops().stream()
                .filter(pathHop -> pathHop.egress().qdisc().rate().isPresent()
                        && hosts.get(pathHop.egress().node()) == null)
                .toList();
    }

    /** What is seen when ports are filled, one after the other. */
    List<SaturationResult> saturationResults() {
        if (saturationResults == null) {
            saturationResults = SaturationPlan.samplePorts(ratedPorts(), this::portClass, MAX_PORTS).stream()
                    .map(this::saturate)
                    .toList();
        }
        return saturationResults;
    }

    /** What stands there, and whether a host or another switch is behind it. */
    private Object portClass(PathHop pathHop) {
        return List.of(
                pathHop.egress().qdisc(),
                pathHop.link().mtu(),
                pathHop.link().ends().stream().anyMatch(linkEnd -> hosts.containsKey(linkEnd.node())));
    }

    private SaturationResult saturate(PathHop pathHop) {
        Map<String, Rate> cards = new LinkedHashMap<>();
        hosts.forEach((name, host) -> host.stack().rate().ifPresent(rate -> cards.put(name, rate)));
        List<SaturationPlan.HostPair> usable = pairs.stream()
                .filter(hostPair -> isReachable(hostPair.paths().get(0).from())
                        && isReachable(hostPair.paths().get(0).to()))
                .sorted(Comparator.comparing(hostPair -> !negotiatesEcn(
                        hostPair.paths().get(0).from(), hostPair.paths().get(0).to())))
                .toList();
        return new PortSaturator(this, SaturationPlan.of(pathHop, usable, cards)).saturate();
    }

    /**
     * Whether connections from one host to the other should have ECN. A SYN of DCTCP asks for it in a way that only
     * DCTCP's listeners do not refuse.
     */
    boolean negotiatesEcn(String from, String to) {
        return requestsEcn(from) && requestsEcn(to) && (!usesDctcp(from) || usesDctcp(to));
    }

    private boolean requestsEcn(String host) {
        return host(host).stack().ecn().orElse(false) || usesDctcp(host);
    }

    boolean usesDctcp(String host) {
        return host(host).stack().congestionControl().filter("dctcp"::equals).isPresent();
    }

    /** Begins to send along a way, over so many connections, each held to a rate. */
    List<BulkFlow> startFlows(NetworkPath networkPath, long bytesPerSecond, int count) {
        HostAccess from = hostAccess(networkPath.from());
        HostAccess to = hostAccess(networkPath.to());
        if (from.namespace().isEmpty() || to.namespace().isEmpty()) {
            return List.of(IperfFlow.start(from, to, networkPath.address(), allocateTcpPort(), bytesPerSecond, count));
        }
        List<BulkFlow> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(NamespaceFlow.start(
                    from.namespace().get(),
                    to.namespace().get(),
                    networkPath.address(),
                    allocateTcpPort(),
                    bytesPerSecond));
        }
        return flows;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.Collection;
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
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * What the checks share: the testbed, its hosts and devices, the paths between hosts, and the results of saturating its
 * ports, which are measured once.
 */
final class VerifyContext {
    private static final int MAX_SATURATED_PORTS = 12;

    private final Testbed testbed;
    private final ObservedState state;
    private final TestbedDevices devices;
    private final FlowStarter flows;
    private final NetworkPaths paths;
    private final Map<String, HostAccess> hostAccesses = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    /** By the names of sender and receiver. */
    private final Map<List<String>, SaturationPlan.HostPair> pairsByHosts = new LinkedHashMap<>();

    private final Set<String> unreachable = new HashSet<>();
    private List<SaturationResult> saturationResults;

    VerifyContext(Testbed testbed, LocalMachine machine, CommandRunner runner) {
        this.testbed = testbed;
        this.state = new ObservedState(machine);
        this.paths = new NetworkPaths(testbed);
        TestbedLayout layout = new TestbedLayout(testbed, machine);
        this.devices = new TestbedDevices(testbed, layout, state);
        for (Host host : testbed.hosts()) {
            hosts.put(host.name(), host);
            hostAccesses.put(
                    host.name(),
                    host.virtualMachine().isPresent()
                            ? new VmHostAccess(host.name(), testbed.name(), new VirtualMachineController(machine))
                            : new NamespaceHostAccess(host.name(), layout.namespace(host.name()), runner, state));
        }
        this.flows = new FlowStarter(hostAccesses);
        for (Host from : testbed.hosts()) {
            for (Host to : testbed.hosts()) {
                List<NetworkPath> between = from == to ? List.of() : paths.pathsBetween(from, to);
                if (!between.isEmpty()) {
                    pairsByHosts.put(List.of(from.name(), to.name()), new SaturationPlan.HostPair(between));
                }
            }
        }
    }

    /** @throws UserError if a host does not exist */
    void requireUp() {
        for (HostAccess hostAccess : hostAccesses.values()) {
            hostAccess.namespace().filter(path -> !state.hasNamespace(path)).ifPresent(path -> {
                throw new UserError(
                        "the testbed " + testbed.name() + " is not up: there is no namespace " + path,
                        "'mqecn testbed up -f FILE' sets it up");
            });
        }
    }

    Testbed testbed() {
        return testbed;
    }

    TestbedDevices devices() {
        return devices;
    }

    FlowStarter flows() {
        return flows;
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

    /** Returns one path from a host to each of the others. */
    List<NetworkPath> pathsFrom(String host) {
        return pairs().stream()
                .map(hostPair -> hostPair.paths().get(0))
                .filter(networkPath -> networkPath.from().equals(host))
                .toList();
    }

    /** Returns the equal-cost paths from a host to each of the others. */
    Collection<SaturationPlan.HostPair> pairs() {
        return pairsByHosts.values();
    }

    /** Returns a path from a host to each address of the others that it has a path to. */
    List<NetworkPath> pathsToAllAddresses(String from) {
        return testbed.hosts().stream()
                .filter(to -> !to.name().equals(from))
                .flatMap(to -> paths.pathsByAddress(host(from), to).stream())
                .map(equalCostPaths -> equalCostPaths.get(0))
                .toList();
    }

    /** Whether packets along a path pass a link, whichever of its equal-cost paths they take. */
    boolean alwaysPasses(NetworkPath path, Link link) {
        return pair(path.from(), path.to())
                .filter(pair -> link.ends().stream().anyMatch(pair::alwaysTraverses))
                .isPresent();
    }

    /** Returns a path between two hosts. */
    Optional<NetworkPath> path(String from, String to) {
        return pair(from, to).map(pair -> pair.paths().get(0));
    }

    private Optional<SaturationPlan.HostPair> pair(String from, String to) {
        return Optional.ofNullable(pairsByHosts.get(List.of(from, to)));
    }

    /** Marks a host that does not answer; later checks leave it out. */
    void markUnreachable(String host) {
        unreachable.add(host);
    }

    boolean isReachable(String host) {
        return !unreachable.contains(host) && hostAccesses.containsKey(host);
    }

    /** Whether flows start, end or pass at a virtual machine with an emulated CPU. */
    boolean isEmulated(SaturationPlan plan) {
        return plan.flows().stream()
                .flatMap(networkPath -> Stream.concat(
                        Stream.of(networkPath.to()), networkPath.hops().stream().map(pathHop -> pathHop.egress()
                                .node())))
                .anyMatch(node ->
                        hostAccesses.containsKey(node) && hostAccesses.get(node).isEmulated());
    }

    /** Whether connections along a path should negotiate ECN. */
    boolean negotiatesEcn(NetworkPath path) {
        return transportSettings(path.from()).negotiatesEcnWith(transportSettings(path.to()));
    }

    /** What the file says about the connections of a host. */
    TransportSettings transportSettings(String host) {
        return TransportSettings.of(host(host).stack());
    }

    /** Returns the round-trip time of a path without queueing. */
    Duration baseRtt(NetworkPath path) {
        return path.roundTripDelay()
                .plus(host(path.from()).stack().delay())
                .plus(host(path.to()).stack().delay());
    }

    /** Returns the switch ports with a rate, in the order of the file. */
    List<PathHop> ratedPorts() {
        return paths.allHops().stream()
                .filter(pathHop -> pathHop.egress().qdisc().rate().isPresent()
                        && !hosts.containsKey(pathHop.egress().node()))
                .toList();
    }

    /** Saturates ports one after the other, and returns the measurements. */
    List<SaturationResult> saturationResults() {
        if (saturationResults == null) {
            saturationResults = SaturationPlan.samplePorts(ratedPorts(), this::portClass, MAX_SATURATED_PORTS).stream()
                    .map(this::saturate)
                    .toList();
        }
        return saturationResults;
    }

    /** Ports with the same qdisc and MTU, and both or neither with a host behind them, are taken to be alike. */
    private Object portClass(PathHop pathHop) {
        return List.of(
                pathHop.egress().qdisc(),
                pathHop.link().mtu(),
                pathHop.link().ends().stream().anyMatch(linkEnd -> hosts.containsKey(linkEnd.node())));
    }

    private SaturationResult saturate(PathHop pathHop) {
        Map<String, Rate> interfaceRates = new LinkedHashMap<>();
        hosts.forEach((name, host) -> host.stack().rate().ifPresent(rate -> interfaceRates.put(name, rate)));
        List<SaturationPlan.HostPair> usable = pairs().stream()
                .filter(hostPair -> isReachable(hostPair.paths().get(0).from())
                        && isReachable(hostPair.paths().get(0).to()))
                .sorted(Comparator.comparing(
                        hostPair -> !negotiatesEcn(hostPair.paths().get(0))))
                .toList();
        return new PortSaturator(this, SaturationPlan.of(pathHop, usable, interfaceRates)).saturate();
    }
}

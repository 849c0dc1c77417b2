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
import org.mqecn.host.Machine;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Places;
import org.mqecn.testbed.Truth;
import org.mqecn.testbed.verify.Way.Step;
import org.mqecn.testbed.vm.MachineCommands;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link.End;
import org.mqecn.topology.Testbed;

/**
 * What the checks work with: the testbed, its hosts, the ways between them, and what is seen when its ports are
 * filled, which is done once, when it is first asked for.
 */
final class Bench {
    /** Ports that are filled, at most. */
    static final int MOST_PORTS = 12;

    private static final int FIRST_PORT = 58_000;

    private final Testbed testbed;
    private final Places places;
    private final Truth truth;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Plan.Pair> pairs = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
    private final Ways ways;
    private List<Load> loads;
    private int nextPort = FIRST_PORT;

    Bench(Testbed testbed, Machine machine, CommandRunner runner) {
        this.testbed = testbed;
        this.places = new Places(testbed, machine);
        this.truth = new Truth(machine);
        this.ways = new Ways(testbed);
        for (Host host : testbed.hosts()) {
            hosts.put(host.name(), host);
            stations.put(host.name(), host.machine().isPresent()
                    ? new MachineStation(host.name(), testbed.name(), new MachineCommands(machine))
                    : new NamespaceStation(host.name(), places.namespace(host.name()), runner, truth));
        }
        for (Host from : testbed.hosts()) {
            for (Host to : testbed.hosts()) {
                List<Way> between = from == to ? List.of() : ways.between(from, to);
                if (!between.isEmpty()) {
                    pairs.add(new Plan.Pair(between));
                }
            }
        }
    }

    /** @throws UserError where a host is not there */
    void requireUp() {
        for (Station station : stations.values()) {
            station.namespace().filter(path -> !truth.has(path)).ifPresent(path -> {
                throw new UserError("the testbed " + testbed.name() + " is not up: there is no namespace " + path,
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

    Station station(String name) {
        return stations.get(name);
    }

    List<Station> stations() {
        return List.copyOf(stations.values());
    }

    /** The ways from a host to each of the others, one for each of them. */
    List<Way> from(String host) {
        return pairs.stream().map(pair -> pair.ways().get(0)).filter(way -> way.from().equals(host)).toList();
    }

    /** The way between two hosts. */
    Optional<Way> way(String from, String to) {
        return from(from).stream().filter(way -> way.to().equals(to)).findFirst();
    }

    /** Remembers that a host does not answer, so that no check waits for it. */
    void leaveOut(String host) {
        silent.add(host);
    }

    boolean answers(String host) {
        return !silent.contains(host) && stations.containsKey(host);
    }

    /** A TCP port that nobody has. */
    int port() {
        return nextPort++;
    }

    Device device(End end) {
        return new Device(places.namespace(end.node()), end.device());
    }

    /** What the kernel has of a link's end; empty where there is nothing, and for what is in a virtual machine. */
    Optional<Link> link(End end) {
        Device device = device(end);
        return places.isMachine(end.node()) ? Optional.empty()
                : truth.network(device.namespace()).flatMap(network -> network.link(device.name()));
    }

    /** Whether flows come from, go to or pass a machine whose processor is emulated. */
    boolean isEmulated(Plan plan) {
        return plan.flows().stream().flatMap(way -> Stream.concat(Stream.of(way.to()),
                way.steps().stream().map(step -> step.out().node())))
                .anyMatch(node -> stations.containsKey(node) && stations.get(node).isEmulated());
    }

    /** Whether this machine has the queue of that end. */
    boolean isHere(End end) {
        return !places.isMachine(end.node());
    }

    /** A host's own devices. */
    List<Device> devices(String host) {
        return host(host).machine().isPresent() ? List.of()
                : ways.ends().stream().map(Step::out).filter(end -> end.node().equals(host)).map(this::device).toList();
    }

    /** The qdiscs that stand on a device, put there by somebody. */
    List<Qdisc> qdiscs(Device device) {
        return truth.network(device.namespace()).flatMap(network -> network.link(device.name()).map(network::qdiscs))
                .orElse(List.of());
    }

    Truth truth() {
        return truth;
    }

    /** The ports with a rate, in the order of the file. */
    List<Step> ports() {
        return ways.ends().stream().filter(step -> step.out().port().rate().isPresent()
                && hosts.get(step.out().node()) == null).toList();
    }

    /** What is seen when ports are filled, one after the other. */
    List<Load> loads() {
        if (loads == null) {
            loads = Plan.sample(ports(), this::sort, MOST_PORTS).stream().map(this::load).toList();
        }
        return loads;
    }

    /** What stands there, and whether a host or another switch is behind it. */
    private Object sort(Step step) {
        return List.of(step.out().port(), step.link().mtu(),
                step.link().ends().stream().anyMatch(end -> hosts.containsKey(end.node())));
    }

    private Load load(Step step) {
        Map<String, Rate> cards = new LinkedHashMap<>();
        hosts.forEach((name, host) -> host.stack().rate().ifPresent(rate -> cards.put(name, rate)));
        List<Plan.Pair> usable = pairs.stream().filter(pair -> answers(pair.ways().get(0).from())
                && answers(pair.ways().get(0).to()))
                .sorted(Comparator.comparing(pair -> !agreeOnEcn(pair.ways().get(0).from(), pair.ways().get(0).to())))
                .toList();
        return new Filling(this, Plan.of(step, usable, cards)).load();
    }

    /**
     * Whether connections from one host to the other should have ECN. A SYN of DCTCP asks for it in a way that only
     * DCTCP's listeners do not refuse.
     */
    boolean agreeOnEcn(String from, String to) {
        return asksForEcn(from) && asksForEcn(to) && (!isDctcp(from) || isDctcp(to));
    }

    private boolean asksForEcn(String host) {
        return host(host).stack().ecn().orElse(false) || isDctcp(host);
    }

    boolean isDctcp(String host) {
        return host(host).stack().congestionControl().filter("dctcp"::equals).isPresent();
    }

    /** Begins to send along a way, over so many connections, each held to a rate. */
    List<Flow> start(Way way, long bytesPerSecond, int count) {
        Station from = station(way.from());
        Station to = station(way.to());
        if (from.namespace().isEmpty() || to.namespace().isEmpty()) {
            return List.of(IperfFlow.start(from, to, way.address(), port(), bytesPerSecond, count));
        }
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(NamespaceFlow.start(from.namespace().get(), to.namespace().get(), way.address(), port(),
                    bytesPerSecond));
        }
        return flows;
    }
}

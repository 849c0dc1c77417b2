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
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.port.Rate;
import org.mqecn.topology.Link.End;
import org.mqecn.topology.Segment.Seat;
import org.mqecn.topology.Words.OfHost;
import org.mqecn.topology.Words.OfLink;
import org.mqecn.topology.Words.OfSwitch;
import org.mqecn.topology.Words.OfTestbed;
import org.mqecn.topology.Words.PortChoice;

/**
 * Makes a testbed's file complete, one question after the other: who is there, who shares a subnet, who has which
 * address, what are the routes, what are the devices called, what stands on each port. Where the answer to one is
 * wrong, the later ones are not asked, since they would only complain about the same again.
 */
final class TestbedReader {
    private static final int DEFAULT_MTU = 1500;

    private final String name;
    private final Filled file;
    private final Problems problems;
    private final Sketch sketch;

    private TestbedReader(String name, Filled file, Problems problems) {
        this.name = name;
        this.file = file;
        this.problems = problems;
        sketch = Sketch.of(file, problems);
    }

    /**
     * Reads a testbed.
     *
     * @param name of it
     * @return nothing where something is wrong, which the problems tell then
     */
    static Optional<Testbed> read(String name, Filled file, Problems problems) {
        TestbedReader reader = new TestbedReader(name, file, problems);
        return problems.hasErrors() ? Optional.empty() : reader.read();
    }

    private Optional<Testbed> read() {
        List<Segment> segments = segments();
        Map<Seat, Address> addresses = problems.hasErrors() ? Map.of() : Addressing.of(segments, problems);
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        checkMtu(segments);
        Routing routing = new Routing(segments, addresses);
        Names names = new Names(name, sketch, problems);
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        List<Link> links = links(names, addresses);
        List<Switch> switches = switches(routing, segments, addresses);
        List<Host> hosts = new Hosts(file, sketch, new NextHops(segments, addresses), routing, problems).all();
        checkIslands();
        return problems.hasErrors() ? Optional.empty()
                : Optional.of(new Testbed(name, machineSysctls(), hosts, switches, links));
    }

    private Map<String, String> machineSysctls() {
        return Sysctls.of(file.get(OfTestbed.MACHINE).flatMap(machine -> machine.get(OfTestbed.SYSCTLS)));
    }

    private List<Segment> segments() {
        Map<String, Switch.Kind> kinds = new LinkedHashMap<>();
        Map<String, Located<Address>> machine = new LinkedHashMap<>();
        sketch.switches().forEach((node, words) -> {
            kinds.put(node, sketch.kind(node));
            words.located(OfSwitch.ADDRESS_OF_MACHINE).ifPresent(address -> machine.put(node, address));
            checkSwitch(node, words);
        });
        for (Cable cable : sketch.cables()) {
            cable.nodes().stream().filter(sketch::isBridge).map(cable::at).filter(at -> at.has(OfLink.AT_ADDRESS))
                    .forEach(at -> problems.error(at.placeOf(OfLink.AT_ADDRESS), "a bridge's port has no address",
                            "give it to the switch: address: " + at.require(OfLink.AT_ADDRESS)));
        }
        return Segments.of(sketch.cables(), kinds, machine, problems);
    }

    private void checkSwitch(String node, Filled words) {
        if (sketch.isBridge(node)) {
            if (words.has(OfSwitch.ROUTES)) {
                problems.error(words.placeOf(OfSwitch.ROUTES), "bridge " + node + " has no routes",
                        "routes belong to routers and hosts");
            }
            if (ownSwitch(node).has(OfSwitch.SYSCTLS)) {
                problems.error(words.placeOf(OfSwitch.SYSCTLS), "bridge " + node + " has no sysctls of its own",
                        "give them to the machine: machine: {sysctls: …}");
            }
        } else if (words.has(OfSwitch.ADDRESS_OF_MACHINE)) {
            problems.error(words.placeOf(OfSwitch.ADDRESS_OF_MACHINE), "router " + node
                    + " has an address on each link, and none of its own", "give one at a link: at: {" + node
                    + ": {address: " + words.require(OfSwitch.ADDRESS_OF_MACHINE) + "}}");
        }
    }

    private Filled ownSwitch(String node) {
        return file.get(OfTestbed.SWITCHES).stream().flatMap(all -> all.entrySet().stream())
                .filter(entry -> entry.getKey().value().equals(node)).map(Map.Entry::getValue).findFirst()
                .orElse(Filled.empty(file.place()));
    }

    /** Bridges drop what is too long for the next link, and say nothing. */
    private void checkMtu(List<Segment> segments) {
        Map<String, Cable> first = new HashMap<>();
        for (Cable cable : sketch.cables()) {
            cable.nodes().stream().filter(sketch::isBridge).forEach(bridge -> {
                Cable other = first.putIfAbsent(bridge, cable);
                if (other != null && mtu(other) != mtu(cable)) {
                    problems.error(cable.words().placeOf(OfLink.MTU), "the links of bridge " + bridge
                            + " have different MTUs, " + mtu(other) + " and " + mtu(cable)
                            + ": it would drop longer packets and say nothing", "give all of them the same");
                }
            });
        }
    }

    private static int mtu(Cable cable) {
        return cable.words().get(OfLink.MTU).orElse(DEFAULT_MTU);
    }

    private List<Switch> switches(Routing routing, List<Segment> segments, Map<Seat, Address> addresses) {
        Map<String, List<Route>> computed = routing.ofRouters();
        NextHops nextHops = new NextHops(segments, addresses);
        List<Switch> switches = new ArrayList<>();
        sketch.switches().forEach((node, words) -> {
            List<Route> routes = new ArrayList<>(computed.getOrDefault(node, List.of()));
            words.get(OfSwitch.ROUTES).ifPresent(given -> given.forEach(route ->
                    nextHops.route(node, route, problems).ifPresent(routes::add)));
            switches.add(new Switch(node, sketch.kind(node), words.get(OfSwitch.ADDRESS_OF_MACHINE), routes,
                    sketch.isBridge(node) ? Map.of() : Sysctls.merged(defaultSwitch(), words, OfSwitch.SYSCTLS)));
        });
        return switches;
    }

    private Filled defaultSwitch() {
        return file.get(OfTestbed.DEFAULTS).flatMap(defaults -> defaults.get(OfTestbed.SWITCH))
                .orElse(Filled.empty(file.place()));
    }

    private List<Link> links(Names names, Map<Seat, Address> addresses) {
        Disciplines disciplines = new Disciplines(ports(), problems);
        Map<Integer, Map<String, Address>> byLink = new HashMap<>();
        addresses.forEach((seat, address) -> byLink.computeIfAbsent(seat.link(), link -> new HashMap<>())
                .put(seat.node(), address));
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < sketch.cables().size(); i++) {
            Cable cable = sketch.cables().get(i);
            checkCable(cable);
            Map<String, Address> here = byLink.getOrDefault(i, Map.of());
            List<End> ends = cable.nodes().stream().map(node -> {
                String device = names.device(cable, node);
                return new End(node, device, names.mac(cable, node, device), Optional.ofNullable(here.get(node)),
                        port(disciplines, cable, node));
            }).toList();
            links.add(new Link(ends.get(0), ends.get(1), cable.words().get(OfLink.RATE),
                    cable.words().get(OfLink.DELAY).orElse(Duration.ZERO), cable.words().get(OfLink.LOSS).orElse(0.0),
                    mtu(cable)));
        }
        return links;
    }

    private Map<String, Filled> ports() {
        Map<String, Filled> ports = new LinkedHashMap<>();
        file.get(OfTestbed.PORTS).ifPresent(named -> named.forEach((port, words) -> ports.put(port.value(), words)));
        return ports;
    }

    private void checkCable(Cable cable) {
        cable.nodes().stream().filter(sketch::isVirtualMachine).forEach(machine -> {
            String remedy = "give the host a delay: delay: 125us";
            cable.words().located(OfLink.DELAY).filter(delay -> !delay.value().isZero()).ifPresent(delay ->
                    problems.error(delay.place(), "the link of virtual machine " + machine + " cannot have a delay",
                            remedy));
            cable.words().located(OfLink.LOSS).filter(loss -> loss.value() > 0).ifPresent(loss ->
                    problems.error(loss.place(), "the link of virtual machine " + machine + " cannot lose packets",
                            "take a namespace, or a loss between two routers"));
            if (!sketch.isSwitch(cable.other(machine))) {
                problems.error(cable.place(), "the link of virtual machine " + machine + " ends at another host",
                        "join both to a switch");
            }
        });
        if (cable.nodes().stream().noneMatch(sketch::isSwitch) && cable.words().has(OfLink.RATE)
                && cable.nodes().stream().noneMatch(node -> cable.at(node).has(OfLink.PORT))) {
            problems.error(cable.words().placeOf(OfLink.RATE), "the link " + cable
                    + " has a rate, and no switch with a port for it", "give the hosts a rate, or one of its ends a "
                    + "port: at: {" + cable.from() + ": {port: dwrr}}");
        }
    }

    /** What stands on a port: what its end says, else what the link says of its switches' ends. */
    private Discipline port(Disciplines disciplines, Cable cable, String node) {
        Filled at = cable.at(node);
        Optional<Located<Rate>> rate = cable.words().located(OfLink.RATE);
        if (at.has(OfLink.PORT)) {
            checkPortOfHost(cable, node, at.placeOf(OfLink.PORT));
            return disciplines.of(at.placeOf(OfLink.PORT), at.require(OfLink.PORT), rate, mtu(cable));
        }
        if (!sketch.isSwitch(node)) {
            return Discipline.NOTHING;
        }
        Optional<PortChoice> choice = cable.words().get(OfLink.PORT).filter(port -> !port.isNothing());
        return choice.map(port -> disciplines.of(cable.words().placeOf(OfLink.PORT), port, rate, mtu(cable)))
                .orElseGet(() -> rate.map(shaped -> disciplines.ofRate(shaped.place(), rate, mtu(cable)))
                        .orElse(Discipline.NOTHING));
    }

    private void checkPortOfHost(Cable cable, String node, Place place) {
        if (sketch.isVirtualMachine(node)) {
            problems.error(place, "no port can stand inside virtual machine " + node,
                    "put it at the other end: at: {" + cable.other(node) + ": {port: …}}");
        } else if (!sketch.isSwitch(node)
                && (sketch.hosts().get(node).has(OfHost.DELAY) || sketch.hosts().get(node).has(OfHost.RATE))) {
            problems.error(place, "host " + node + " has a delay or a rate on this device already",
                    "put the port at the other end, or the delay at another host");
        }
    }

    /** A testbed in two parts is most often one with a link forgotten. */
    private void checkIslands() {
        Set<String> reached = new HashSet<>();
        List<String> next = new ArrayList<>(List.of(sketch.hosts().keySet().iterator().next()));
        while (!next.isEmpty()) {
            String node = next.remove(next.size() - 1);
            if (reached.add(node)) {
                sketch.cables().stream().filter(cable -> cable.nodes().contains(node))
                        .forEach(cable -> next.add(cable.other(node)));
            }
        }
        sketch.hosts().forEach((host, words) -> {
            if (!reached.contains(host)) {
                problems.warning(words.place(), "no way leads from " + sketch.hosts().keySet().iterator().next()
                        + " to " + host, "join their switches by a link");
            }
        });
    }
}

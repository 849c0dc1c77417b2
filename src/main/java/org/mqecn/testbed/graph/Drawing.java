// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.testbed.graph.Diagram.Box;
import org.mqecn.testbed.graph.Diagram.Kind;
import org.mqecn.testbed.graph.Diagram.Line;
import org.mqecn.testbed.graph.Diagram.Place;
import org.mqecn.topology.Discipline;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.End;
import org.mqecn.topology.Service;
import org.mqecn.topology.Stack;
import org.mqecn.topology.Switch;
import org.mqecn.topology.Testbed;

/**
 * Turns a testbed into a diagram: who is drawn where, and what is drawn once for many.
 *
 * <p>Hosts with one link hang on what forwards: the switches, and hosts with several links, the core. Where the core
 * has members without such hosts (the spines), these stand at the left and the others behind them, as far as they
 * are away. Otherwise the core is a chain, or like one: one end of it stands at the left, its hosts before it, and
 * all other hosts hang to the right.
 */
public final class Drawing {
    /** So many hosts that are alike are drawn one by one; more become one box. */
    private static final int MOST_ALONE = 4;

    /** What hosts have in common that are drawn as one. */
    private record Likeness(String neighbour, Stack stack, Object machine, List<Service> services, Discipline port,
            Discipline own, String cable) {}

    private final Testbed testbed;
    private final Map<String, List<Link>> links = new LinkedHashMap<>();
    private final Map<String, String> boxes = new HashMap<>();
    private final Map<String, List<Host>> members = new LinkedHashMap<>();

    private Drawing(Testbed testbed) {
        this.testbed = testbed;
        testbed.hosts().forEach(host -> links.put(host.name(), new ArrayList<>()));
        testbed.switches().forEach(each -> links.put(each.name(), new ArrayList<>()));
        testbed.links().forEach(link -> link.ends().forEach(end -> links.get(end.node()).add(link)));
    }

    /** The diagram of a testbed. */
    public static Diagram of(Testbed testbed) {
        return new Drawing(testbed).diagram();
    }

    private Diagram diagram() {
        group();
        Map<String, Integer> levels = levels();
        List<Box> drawn = new ArrayList<>();
        testbed.switches().forEach(each -> drawn.add(box(each)));
        members.forEach((id, hosts) -> drawn.add(box(id, hosts)));
        List<Line> lines = testbed.links().stream().filter(this::isDrawn)
                .map(link -> line(link, levels)).toList();
        return new Diagram(title(), drawn, lines);
    }

    private String title() {
        return testbed.name() + ": " + number(testbed.hosts().size(), "host") + ", "
                + (testbed.switches().size() == 1 ? "1 switch" : testbed.switches().size() + " switches");
    }

    private static String number(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Gives each node the box that it is drawn in: its own, or that of the first of those like it. */
    private void group() {
        testbed.switches().forEach(each -> boxes.put(each.name(), each.name()));
        Map<Object, List<Host>> alike = testbed.hosts().stream()
                .collect(Collectors.groupingBy(this::likeness, LinkedHashMap::new, Collectors.toList()));
        for (List<Host> group : alike.values()) {
            boolean together = group.size() > MOST_ALONE;
            for (Host host : group) {
                String id = together ? group.get(0).name() : host.name();
                boxes.put(host.name(), id);
                members.computeIfAbsent(id, first -> new ArrayList<>()).add(host);
            }
        }
    }

    private Object likeness(Host host) {
        if (!isLeaf(host.name())) {
            return host;
        }
        Link link = links.get(host.name()).get(0);
        End far = otherEnd(link, host.name());
        return new Likeness(far.node(), host.stack(), host.machine(), host.services(), far.port(),
                end(link, host.name()).port(), Words.cable(link));
    }

    /** Whether it is a host that hangs on one other node. */
    private boolean isLeaf(String node) {
        return isHost(node) && links.get(node).size() == 1 && !isLone(otherEnd(links.get(node).get(0), node).node());
    }

    private boolean isLone(String node) {
        return isHost(node) && links.get(node).size() == 1;
    }

    private boolean isHost(String node) {
        return testbed.hosts().stream().anyMatch(host -> host.name().equals(node));
    }

    private static End end(Link link, String node) {
        return link.from().node().equals(node) ? link.from() : link.to();
    }

    private static End otherEnd(Link link, String node) {
        return link.from().node().equals(node) ? link.to() : link.from();
    }

    /** Of hosts that are drawn as one only the first has a line. */
    private boolean isDrawn(Link link) {
        return link.ends().stream().allMatch(end -> isFirst(end.node()));
    }

    private boolean isFirst(String node) {
        return boxes.get(node).equals(node);
    }

    /** How far to the right each node stands. */
    private Map<String, Integer> levels() {
        List<String> core = links.keySet().stream().filter(node -> !isLeaf(node)).toList();
        List<String> bare = core.stream().filter(node -> !isHost(node) && neighbours(node).stream()
                .noneMatch(this::isLeaf)).toList();
        boolean chain = bare.isEmpty();
        Map<String, Integer> levels = new HashMap<>();
        spread(chain ? List.of(farthest(core)) : bare, core, levels);
        core.forEach(node -> {
            if (!levels.containsKey(node)) {
                spread(List.of(node), core, levels);
            }
        });
        for (String leaf : links.keySet()) {
            if (isLeaf(leaf)) {
                int level = levels.get(otherEnd(links.get(leaf).get(0), leaf).node());
                levels.put(leaf, chain && level == 0 && core.size() > 1 ? -1 : level + 1);
            }
        }
        links.keySet().forEach(node -> levels.putIfAbsent(node, 0));
        return levels;
    }

    private List<String> neighbours(String node) {
        return links.get(node).stream().map(link -> otherEnd(link, node).node()).toList();
    }

    /** Counts steps through the core, from several nodes at once. */
    private void spread(List<String> from, List<String> core, Map<String, Integer> levels) {
        Set<String> inside = Set.copyOf(core);
        Deque<String> next = new ArrayDeque<>(from);
        from.forEach(node -> levels.put(node, 0));
        while (!next.isEmpty()) {
            String node = next.remove();
            for (String neighbour : neighbours(node)) {
                if (inside.contains(neighbour) && !levels.containsKey(neighbour)) {
                    levels.put(neighbour, levels.get(node) + 1);
                    next.add(neighbour);
                }
            }
        }
    }

    /** The first of those from which the way through the core is longest. */
    private String farthest(List<String> core) {
        String farthest = core.get(0);
        int most = -1;
        for (String node : core) {
            Map<String, Integer> levels = new HashMap<>();
            spread(List.of(node), core, levels);
            int length = levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            if (length > most && !isHost(node)) {
                most = length;
                farthest = node;
            }
        }
        return farthest;
    }

    private Line line(Link link, Map<String, Integer> levels) {
        boolean ahead = levels.get(link.from().node()) <= levels.get(link.to().node());
        Place from = place(link, link.from());
        Place to = place(link, link.to());
        return new Line(ahead ? from : to, ahead ? to : from, Words.cable(link));
    }

    private Place place(Link link, End end) {
        return new Place(end.node(), isHost(end.node()) ? -1 : drawnLinks(end.node()).indexOf(link));
    }

    private List<Link> drawnLinks(String node) {
        return links.get(node).stream().filter(this::isDrawn).toList();
    }

    private Box box(Switch each) {
        List<Diagram.Port> ports = drawnLinks(each.name()).stream().map(link -> {
            End own = end(link, each.name());
            return new Diagram.Port(name(otherEnd(link, each.name()).node()),
                    own.port().rate().map(Words::rate).orElse(""), Words.queues(own.port()));
        }).toList();
        Kind kind = Kind.valueOf(each.kind().name());
        return new Box(each.name(), kind, each.name(), each.address().map(Object::toString).stream().toList(),
                ports, 1);
    }

    private Box box(String id, List<Host> hosts) {
        Host first = hosts.get(0);
        Host last = hosts.get(hosts.size() - 1);
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < links.get(first.name()).size(); i++) {
            String address = address(first, i);
            notes.add(hosts.size() == 1 ? address : address + " … " + address(last, i));
        }
        notes.addAll(Words.stack(first.stack()));
        first.services().forEach(service -> notes.add(service.name()));
        links.get(first.name()).forEach(link -> notes.addAll(own(end(link, first.name()))));
        notes.removeIf(String::isEmpty);
        return new Box(id, first.machine().isPresent() ? Kind.MACHINE : Kind.HOST, name(id), notes, List.of(),
                hosts.size());
    }

    private String address(Host host, int link) {
        return end(links.get(host.name()).get(link), host.name()).address().map(Object::toString).orElse("");
    }

    /** What stands on a host's own device, where somebody asked for something. */
    private static List<String> own(End end) {
        return end.port().equals(Discipline.NOTHING) ? List.of()
                : List.of(Words.list(end.port().rate().map(Words::rate).orElse(""),
                        String.join(", ", Words.queues(end.port()))));
    }

    /** {@code h1}, or {@code h1 … h64} where it stands for all of them. */
    private String name(String node) {
        List<Host> hosts = members.getOrDefault(node, List.of());
        return hosts.size() > 1 ? node + " … " + hosts.get(hosts.size() - 1).name() : node;
    }
}

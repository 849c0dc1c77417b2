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
import org.mqecn.testbed.graph.Diagram.DiagramEdge;
import org.mqecn.testbed.graph.Diagram.DiagramNode;
import org.mqecn.testbed.graph.Diagram.EdgeEnd;
import org.mqecn.testbed.graph.Diagram.NodeKind;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.topology.NetworkStack;
import org.mqecn.topology.QueueingDiscipline;
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
public final class DiagramBuilder {
    /** So many hosts that are alike are drawn one by one; more become one box. */
    private static final int MAX_SEPARATE_HOSTS = 4;

    /** What hosts have in common that are drawn as one. */
    private record HostGroupKey(
            String neighbour,
            NetworkStack stack,
            Object virtualMachine,
            List<HostService> services,
            QueueingDiscipline switchQdisc,
            QueueingDiscipline hostQdisc,
            String linkLabel) {}

    private final Testbed testbed;
    private final Map<String, List<Link>> linksByNode = new LinkedHashMap<>();
    private final Map<String, String> nodeIds = new HashMap<>();
    private final Map<String, List<Host>> hostsByNodeId = new LinkedHashMap<>();

    private DiagramBuilder(Testbed testbed) {
        this.testbed = testbed;
        testbed.hosts().forEach(host -> linksByNode.put(host.name(), new ArrayList<>()));
        testbed.switches().forEach(each -> linksByNode.put(each.name(), new ArrayList<>()));
        testbed.links().forEach(link -> link.ends()
                .forEach(linkEnd -> linksByNode.get(linkEnd.node()).add(link)));
    }

    /** The diagram of a testbed. */
    public static Diagram build(Testbed testbed) {
        return new DiagramBuilder(testbed).buildDiagram();
    }

    private Diagram buildDiagram() {
        groupHosts();
        Map<String, Integer> levels = columns();
        List<DiagramNode> drawn = new ArrayList<>();
        testbed.switches().forEach(each -> drawn.add(node(each)));
        hostsByNodeId.forEach((id, hosts) -> drawn.add(node(id, hosts)));
        List<DiagramEdge> lines = testbed.links().stream()
                .filter(this::isDrawn)
                .map(link -> edge(link, levels))
                .toList();
        return new Diagram(title(), drawn, lines);
    }

    private String title() {
        return testbed.name() + ": " + pluralize(testbed.hosts().size(), "host") + ", "
                + (testbed.switches().size() == 1
                        ? "1 switch"
                        : testbed.switches().size() + " switches");
    }

    private static String pluralize(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Gives each node the box that it is drawn in: its own, or that of the first of those like it. */
    private void groupHosts() {
        testbed.switches().forEach(each -> nodeIds.put(each.name(), each.name()));
        Map<Object, List<Host>> alike = testbed.hosts().stream()
                .collect(Collectors.groupingBy(this::groupKey, LinkedHashMap::new, Collectors.toList()));
        for (List<Host> group : alike.values()) {
            boolean together = group.size() > MAX_SEPARATE_HOSTS;
            for (Host host : group) {
                String id = together ? group.get(0).name() : host.name();
                nodeIds.put(host.name(), id);
                hostsByNodeId.computeIfAbsent(id, first -> new ArrayList<>()).add(host);
            }
        }
    }

    private Object groupKey(Host host) {
        if (!isLeaf(host.name())) {
            return host;
        }
        Link link = linksByNode.get(host.name()).get(0);
        LinkEnd far = otherEnd(link, host.name());
        return new HostGroupKey(
                far.node(),
                host.stack(),
                host.virtualMachine(),
                host.services(),
                far.qdisc(),
                endAt(link, host.name()).qdisc(),
                DiagramLabels.link(link));
    }

    /** Whether it is a host that hangs on one other node. */
    private boolean isLeaf(String node) {
        return isHost(node)
                && linksByNode.get(node).size() == 1
                && !hasOneLink(otherEnd(linksByNode.get(node).get(0), node).node());
    }

    private boolean hasOneLink(String node) {
        return isHost(node) && linksByNode.get(node).size() == 1;
    }

    private boolean isHost(String node) {
        return testbed.hosts().stream().anyMatch(host -> host.name().equals(node));
    }

    private static LinkEnd endAt(Link link, String node) {
        return link.from().node().equals(node) ? link.from() : link.to();
    }

    private static LinkEnd otherEnd(Link link, String node) {
        return link.from().node().equals(node) ? link.to() : link.from();
    }

    /** Of hosts that are drawn as one only the first has a line. */
    private boolean isDrawn(Link link) {
        return link.ends().stream().allMatch(linkEnd -> isRepresentative(linkEnd.node()));
    }

    private boolean isRepresentative(String node) {
        return nodeIds.get(node).equals(node);
    }

    /** How far to the right each node stands. */
    private Map<String, Integer> columns() {
        List<String> core =
                linksByNode.keySet().stream().filter(node -> !isLeaf(node)).toList();
        List<String> bare = core.stream()
                .filter(node -> !isHost(node) && neighbours(node).stream().noneMatch(this::isLeaf))
                .toList();
        boolean chain = bare.isEmpty();
        Map<String, Integer> levels = new HashMap<>();
        breadthFirst(chain ? List.of(mostDistantNode(core)) : bare, core, levels);
        core.forEach(node -> {
            if (!levels.containsKey(node)) {
                breadthFirst(List.of(node), core, levels);
            }
        });
        for (String leaf : linksByNode.keySet()) {
            if (isLeaf(leaf)) {
                int level =
                        levels.get(otherEnd(linksByNode.get(leaf).get(0), leaf).node());
                levels.put(leaf, chain && level == 0 && core.size() > 1 ? -1 : level + 1);
            }
        }
        linksByNode.keySet().forEach(node -> levels.putIfAbsent(node, 0));
        return levels;
    }

    private List<String> neighbours(String node) {
        return linksByNode.get(node).stream()
                .map(link -> otherEnd(link, node).node())
                .toList();
    }

    /** Counts steps through the core, from several nodes at once. */
    private void breadthFirst(List<String> from, List<String> core, Map<String, Integer> levels) {
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
    private String mostDistantNode(List<String> core) {
        String farthest = core.get(0);
        int most = -1;
        for (String node : core) {
            Map<String, Integer> levels = new HashMap<>();
            breadthFirst(List.of(node), core, levels);
            int length =
                    levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            if (length > most && !isHost(node)) {
                most = length;
                farthest = node;
            }
        }
        return farthest;
    }

    private DiagramEdge edge(Link link, Map<String, Integer> levels) {
        boolean ahead = levels.get(link.from().node()) <= levels.get(link.to().node());
        EdgeEnd from = edgeEnd(link, link.from());
        EdgeEnd to = edgeEnd(link, link.to());
        return new DiagramEdge(ahead ? from : to, ahead ? to : from, DiagramLabels.link(link));
    }

    private EdgeEnd edgeEnd(Link link, LinkEnd linkEnd) {
        return new EdgeEnd(
                linkEnd.node(),
                isHost(linkEnd.node()) ? -1 : drawnLinks(linkEnd.node()).indexOf(link));
    }

    private List<Link> drawnLinks(String node) {
        return linksByNode.get(node).stream().filter(this::isDrawn).toList();
    }

    private DiagramNode node(Switch each) {
        List<Diagram.DiagramPort> ports = drawnLinks(each.name()).stream()
                .map(link -> {
                    LinkEnd own = endAt(link, each.name());
                    return new Diagram.DiagramPort(
                            label(otherEnd(link, each.name()).node()),
                            own.qdisc().rate().map(DiagramLabels::rate).orElse(""),
                            DiagramLabels.qdisc(own.qdisc()));
                })
                .toList();
        NodeKind nodeKind = NodeKind.valueOf(each.switchKind().name());
        return new DiagramNode(
                each.name(),
                nodeKind,
                each.name(),
                each.address().map(Object::toString).stream().toList(),
                ports,
                1);
    }

    private DiagramNode node(String id, List<Host> hosts) {
        Host first = hosts.get(0);
        Host last = hosts.get(hosts.size() - 1);
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < linksByNode.get(first.name()).size(); i++) {
            String address = address(first, i);
            notes.add(hosts.size() == 1 ? address : address + " … " + address(last, i));
        }
        notes.addAll(DiagramLabels.networkStack(first.stack()));
        first.services().forEach(hostService -> notes.add(hostService.name()));
        linksByNode.get(first.name()).forEach(link -> notes.addAll(hostQdisc(endAt(link, first.name()))));
        notes.removeIf(String::isEmpty);
        return new DiagramNode(
                id,
                first.virtualMachine().isPresent() ? NodeKind.VIRTUAL_MACHINE : NodeKind.HOST,
                label(id),
                notes,
                List.of(),
                hosts.size());
    }

    private String address(Host host, int link) {
        return endAt(linksByNode.get(host.name()).get(link), host.name())
                .address()
                .map(Object::toString)
                .orElse("");
    }

    /** What stands on a host's own device, where somebody asked for something. */
    private static List<String> hostQdisc(LinkEnd linkEnd) {
        return linkEnd.qdisc().equals(QueueingDiscipline.KERNEL_DEFAULT)
                ? List.of()
                : List.of(DiagramLabels.joinNonEmpty(
                        linkEnd.qdisc().rate().map(DiagramLabels::rate).orElse(""),
                        String.join(", ", DiagramLabels.qdisc(linkEnd.qdisc()))));
    }

    /** {@code h1}, or {@code h1 … h64} where it stands for all of them. */
    private String label(String node) {
        List<Host> hosts = hostsByNodeId.getOrDefault(node, List.of());
        return hosts.size() > 1 ? node + " … " + hosts.get(hosts.size() - 1).name() : node;
    }
}

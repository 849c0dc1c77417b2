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
import org.mqecn.value.ScaledFormat;

/**
 * Builds the diagram of a testbed: assigns nodes to columns, and groups identical hosts.
 *
 * <p>Switches and hosts with several links form the core; hosts with one link are its leaves. Core nodes without leaves
 * (the spines) are drawn in the left column, the others to the right by their distance. If each core node has leaves,
 * the core is drawn as a chain: one end in the left column with its leaves before it, all other leaves to the right.
 */
public final class DiagramBuilder {
    /** Larger groups of identical hosts are drawn as one node. */
    private static final int MAX_SEPARATE_HOSTS = 4;

    /** Properties that the hosts of a group share. */
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

    /** Builds the diagram of a testbed. */
    public static Diagram build(Testbed testbed) {
        return new DiagramBuilder(testbed).buildDiagram();
    }

    private Diagram buildDiagram() {
        groupHosts();
        Map<String, Integer> columns = assignColumns();
        List<DiagramNode> nodes = new ArrayList<>();
        testbed.switches().forEach(each -> nodes.add(node(each)));
        hostsByNodeId.forEach((id, hosts) -> nodes.add(node(id, hosts)));
        List<DiagramEdge> edges = testbed.links().stream()
                .filter(this::isDrawn)
                .map(link -> edge(link, columns))
                .toList();
        return new Diagram(title(), nodes, edges);
    }

    private String title() {
        return testbed.name() + ": " + pluralize(testbed.hosts().size(), "host", "hosts") + ", "
                + pluralize(testbed.switches().size(), "switch", "switches");
    }

    private static String pluralize(int number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }

    /** Assigns each node to a node of the diagram: its own, or that of the first host of its group. */
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
        LinkEnd far = link.peerOf(host.name());
        return new HostGroupKey(
                far.node(),
                host.stack(),
                host.virtualMachine(),
                host.services(),
                far.qdisc(),
                link.endAt(host.name()).qdisc(),
                DiagramLabels.link(link, host.name()));
    }

    /** Whether it is a host with one link. */
    private boolean isLeaf(String node) {
        return isHost(node)
                && linksByNode.get(node).size() == 1
                && !hasOneLink(linksByNode.get(node).get(0).peerOf(node).node());
    }

    private boolean hasOneLink(String node) {
        return isHost(node) && linksByNode.get(node).size() == 1;
    }

    private boolean isHost(String node) {
        return testbed.hosts().stream().anyMatch(host -> host.name().equals(node));
    }

    /** Of a group of hosts, only the links of the first one are drawn. */
    private boolean isDrawn(Link link) {
        return link.ends().stream().allMatch(linkEnd -> isRepresentative(linkEnd.node()));
    }

    private boolean isRepresentative(String node) {
        return nodeIds.get(node).equals(node);
    }

    /** Returns the column of each node. */
    private Map<String, Integer> assignColumns() {
        List<String> core =
                linksByNode.keySet().stream().filter(node -> !isLeaf(node)).toList();
        List<String> spines = core.stream()
                .filter(node -> !isHost(node) && neighbours(node).stream().noneMatch(this::isLeaf))
                .toList();
        boolean chain = spines.isEmpty();
        Map<String, Integer> columns = new HashMap<>();
        breadthFirst(chain ? List.of(mostDistantNode(core)) : spines, core, columns);
        core.forEach(node -> {
            if (!columns.containsKey(node)) {
                breadthFirst(List.of(node), core, columns);
            }
        });
        for (String leaf : linksByNode.keySet()) {
            if (isLeaf(leaf)) {
                int column =
                        columns.get(linksByNode.get(leaf).get(0).peerOf(leaf).node());
                columns.put(leaf, chain && column == 0 && core.size() > 1 ? -1 : column + 1);
            }
        }
        linksByNode.keySet().forEach(node -> columns.putIfAbsent(node, 0));
        return columns;
    }

    private List<String> neighbours(String node) {
        return linksByNode.get(node).stream()
                .map(link -> link.peerOf(node).node())
                .toList();
    }

    /** Assigns each core node its distance from the nearest of several nodes. */
    private void breadthFirst(List<String> from, List<String> core, Map<String, Integer> columns) {
        Set<String> inside = Set.copyOf(core);
        Deque<String> next = new ArrayDeque<>(from);
        from.forEach(node -> columns.put(node, 0));
        while (!next.isEmpty()) {
            String node = next.remove();
            for (String neighbour : neighbours(node)) {
                if (inside.contains(neighbour) && !columns.containsKey(neighbour)) {
                    columns.put(neighbour, columns.get(node) + 1);
                    next.add(neighbour);
                }
            }
        }
    }

    /** Returns the first switch whose longest path through the core is maximal. */
    private String mostDistantNode(List<String> core) {
        String farthest = core.get(0);
        int most = -1;
        for (String node : core) {
            Map<String, Integer> columns = new HashMap<>();
            breadthFirst(List.of(node), core, columns);
            int length =
                    columns.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            if (length > most && !isHost(node)) {
                most = length;
                farthest = node;
            }
        }
        return farthest;
    }

    private DiagramEdge edge(Link link, Map<String, Integer> columns) {
        boolean ahead = columns.get(link.from().node()) <= columns.get(link.to().node());
        EdgeEnd from = edgeEnd(link, link.from());
        EdgeEnd to = edgeEnd(link, link.to());
        return new DiagramEdge(
                ahead ? from : to, ahead ? to : from, DiagramLabels.link(link, (ahead ? from : to).nodeId()));
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
                    LinkEnd own = link.endAt(each.name());
                    return new Diagram.DiagramPort(
                            label(link.peerOf(each.name()).node()),
                            own.qdisc().rate().map(ScaledFormat::rate).orElse(""),
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
        linksByNode.get(first.name()).forEach(link -> notes.addAll(hostQdisc(link.endAt(first.name()))));
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
        return linksByNode
                .get(host.name())
                .get(link)
                .endAt(host.name())
                .address()
                .map(Object::toString)
                .orElse("");
    }

    /** Describes the qdisc of a host's device, unless it is the kernel's default. */
    private static List<String> hostQdisc(LinkEnd linkEnd) {
        return linkEnd.qdisc().equals(QueueingDiscipline.KERNEL_DEFAULT)
                ? List.of()
                : List.of(DiagramLabels.joinNonEmpty(
                        linkEnd.qdisc().rate().map(ScaledFormat::rate).orElse(""),
                        String.join(", ", DiagramLabels.qdisc(linkEnd.qdisc()))));
    }

    /** {@code h1}, or {@code h1 … h64} for a group. */
    private String label(String node) {
        List<Host> hosts = hostsByNodeId.getOrDefault(node, List.of());
        return hosts.size() > 1 ? node + " … " + hosts.get(hosts.size() - 1).name() : node;
    }
}

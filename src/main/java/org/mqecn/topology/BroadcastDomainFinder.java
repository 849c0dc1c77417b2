// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.schema.Located;
import org.mqecn.schema.Problems;
import org.mqecn.schema.SourceLocation;
import org.mqecn.topology.BroadcastDomain.IpInterface;
import org.mqecn.topology.TestbedSchema.LinkKeys;

/** Finds out what shares a subnet. Bridges that are joined are one; each of them points to another or to itself. */
final class BroadcastDomainFinder {
    private final Map<String, Switch.SwitchKind> switches;
    private final Problems problems;
    private final Map<String, String> parents = new HashMap<>();

    private BroadcastDomainFinder(Map<String, Switch.SwitchKind> switches, Problems problems) {
        this.switches = switches;
        this.problems = problems;
    }

    /**
     * The segments, in the order of their first links.
     *
     * @param switches their kinds, by name
     * @param machine addresses of this machine on bridges, by name
     */
    static List<BroadcastDomain> findAll(
            List<LinkSpec> cables,
            Map<String, Switch.SwitchKind> switches,
            Map<String, Located<Ipv4Address>> machine,
            Problems problems) {
        return new BroadcastDomainFinder(switches, problems).find(cables, machine);
    }

    private List<BroadcastDomain> find(List<LinkSpec> cables, Map<String, Located<Ipv4Address>> machine) {
        cables.stream()
                .filter(linkSpec -> isBridge(linkSpec.from()) && isBridge(linkSpec.to()))
                .forEach(this::merge);
        Map<String, List<IpInterface>> seats = new LinkedHashMap<>();
        Map<String, SourceLocation> places = new HashMap<>();
        for (int i = 0; i < cables.size(); i++) {
            LinkSpec linkSpec = cables.get(i);
            String segment = domainName(linkSpec, i);
            places.putIfAbsent(segment, linkSpec.location());
            for (String node : linkSpec.nodes()) {
                List<IpInterface> there = seats.computeIfAbsent(segment, name -> new ArrayList<>());
                if (!isBridge(node)) {
                    addInterface(
                            there,
                            new IpInterface(
                                    i,
                                    node,
                                    switches.containsKey(node),
                                    linkSpec.endProperties(node).located(LinkKeys.END_ADDRESS)),
                            linkSpec);
                }
            }
        }
        List<BroadcastDomain> segments = new ArrayList<>();
        seats.forEach((name, there) -> segments.add(new BroadcastDomain(
                places.get(name),
                machine.entrySet().stream()
                        .filter(entry -> name.equals(root(entry.getKey())))
                        .map(Map.Entry::getValue)
                        .toList(),
                there)));
        return segments;
    }

    private void addInterface(List<IpInterface> there, IpInterface ipInterface, LinkSpec linkSpec) {
        if (there.stream().anyMatch(other -> other.node().equals(ipInterface.node()))) {
            problems.error(
                    linkSpec.location(),
                    ipInterface.node() + " has two links into one subnet",
                    "join it once to these bridges, or take a router");
        }
        there.add(ipInterface);
    }

    private boolean isBridge(String node) {
        return switches.getOrDefault(node, Switch.SwitchKind.ROUTER) != Switch.SwitchKind.ROUTER;
    }

    /** The bridges at one of its ends, or the link alone. */
    private String domainName(LinkSpec linkSpec, int number) {
        return linkSpec.nodes().stream()
                .filter(this::isBridge)
                .findFirst()
                .map(this::root)
                .orElse("link " + number);
    }

    private String root(String bridge) {
        String next = parents.getOrDefault(bridge, bridge);
        return next.equals(bridge) ? bridge : root(next);
    }

    private void merge(LinkSpec linkSpec) {
        String from = root(linkSpec.from());
        String to = root(linkSpec.to());
        if (from.equals(to)) {
            problems.error(
                    linkSpec.location(),
                    "the bridges from " + linkSpec.from() + " to " + linkSpec.to()
                            + " are joined in a ring: frames would go round for ever",
                    "take this link out, or take routers");
        }
        parents.put(to, from);
    }
}

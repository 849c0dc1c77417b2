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

/**
 * Finds the broadcast domains. Connected bridges belong to one domain: a union-find structure, in which each bridge
 * points to another one of its domain or to itself.
 */
final class BroadcastDomainFinder {
    private final Map<String, Switch.SwitchKind> switches;
    private final Problems problems;
    private final Map<String, String> parents = new HashMap<>();

    private BroadcastDomainFinder(Map<String, Switch.SwitchKind> switches, Problems problems) {
        this.switches = switches;
        this.problems = problems;
    }

    /**
     * Returns the broadcast domains, in the order of their first links.
     *
     * @param switches kinds of switches, by name
     * @param bridgeAddresses addresses of this machine on bridges, by the bridge's name
     */
    static List<BroadcastDomain> findAll(
            List<LinkSpec> links,
            Map<String, Switch.SwitchKind> switches,
            Map<String, Located<Ipv4Address>> bridgeAddresses,
            Problems problems) {
        return new BroadcastDomainFinder(switches, problems).find(links, bridgeAddresses);
    }

    private List<BroadcastDomain> find(List<LinkSpec> links, Map<String, Located<Ipv4Address>> bridgeAddresses) {
        links.stream()
                .filter(linkSpec -> isBridge(linkSpec.from()) && isBridge(linkSpec.to()))
                .forEach(this::merge);
        Map<String, List<IpInterface>> interfaces = new LinkedHashMap<>();
        Map<String, SourceLocation> locations = new HashMap<>();
        for (int i = 0; i < links.size(); i++) {
            LinkSpec linkSpec = links.get(i);
            String domain = domainName(linkSpec, i);
            locations.putIfAbsent(domain, linkSpec.location());
            for (String node : linkSpec.nodes()) {
                List<IpInterface> members = interfaces.computeIfAbsent(domain, name -> new ArrayList<>());
                if (!isBridge(node)) {
                    addInterface(
                            members,
                            new IpInterface(
                                    i,
                                    node,
                                    switches.containsKey(node),
                                    linkSpec.endProperties(node).located(LinkKeys.END_ADDRESS)),
                            linkSpec);
                }
            }
        }
        List<BroadcastDomain> domains = new ArrayList<>();
        interfaces.forEach((name, members) -> domains.add(new BroadcastDomain(
                locations.get(name),
                bridgeAddresses.entrySet().stream()
                        .filter(entry -> name.equals(root(entry.getKey())))
                        .map(Map.Entry::getValue)
                        .toList(),
                members)));
        return domains;
    }

    private void addInterface(List<IpInterface> members, IpInterface ipInterface, LinkSpec linkSpec) {
        if (members.stream().anyMatch(other -> other.node().equals(ipInterface.node()))) {
            problems.error(
                    linkSpec.location(),
                    ipInterface.node() + " has two links into one subnet",
                    "connect it to these bridges once, or use a router");
        }
        members.add(ipInterface);
    }

    private boolean isBridge(String node) {
        return switches.getOrDefault(node, Switch.SwitchKind.ROUTER) != Switch.SwitchKind.ROUTER;
    }

    /** Returns the domain of the bridge at one of its ends, or one for the link alone. */
    private String domainName(LinkSpec linkSpec, int index) {
        return linkSpec.nodes().stream()
                .filter(this::isBridge)
                .findFirst()
                .map(this::root)
                .orElse("link " + index);
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
                    "bridge loop: a second path connects " + linkSpec.from() + " and " + linkSpec.to()
                            + ", so frames would circulate forever",
                    "remove this link, or use routers");
        }
        parents.put(to, from);
    }
}

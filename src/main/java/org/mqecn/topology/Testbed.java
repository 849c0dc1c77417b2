// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A testbed, complete: templates expanded, defaults filled in, addresses assigned, routes computed, devices named.
 * Code that sets it up makes no decisions.
 *
 * @param name prefix of the names of its namespaces
 * @param machineSysctls of this machine; their old values are restored when the testbed is taken down
 * @param hosts in the order of the file
 * @param switches in the order of the file
 * @param links in the order of the file
 */
public record Testbed(
        String name, Map<String, String> machineSysctls, List<Host> hosts, List<Switch> switches, List<Link> links) {
    public Testbed {
        machineSysctls = Collections.unmodifiableMap(new LinkedHashMap<>(machineSysctls));
        hosts = List.copyOf(hosts);
        switches = List.copyOf(switches);
        links = List.copyOf(links);
    }

    /** The number of hosts and switches. */
    public int nodes() {
        return hosts.size() + switches.size();
    }

    /** An address of a node. */
    public record NodeAddress(String node, String device, Ipv4Address address) {}

    /** The addresses of all hosts, then of all switches; those of a node in the order of its links. */
    public List<NodeAddress> addresses() {
        return Stream.concat(
                        hosts.stream().flatMap(host -> linkAddresses(host.name())),
                        switches.stream()
                                .flatMap(each -> Stream.concat(
                                        each.address().stream()
                                                .map(address -> new NodeAddress(each.name(), each.name(), address)),
                                        linkAddresses(each.name()))))
                .toList();
    }

    private Stream<NodeAddress> linkAddresses(String node) {
        return links.stream()
                .flatMap(link -> link.ends().stream())
                .filter(end -> end.node().equals(node))
                .flatMap(end -> end.address().stream().map(address -> new NodeAddress(node, end.device(), address)));
    }
}

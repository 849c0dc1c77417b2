// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.BroadcastDomain.IpInterface;
import org.mqecn.topology.TestbedSchema.RouteKeys;
import org.mqecn.value.Suggestion;

/**
 * Resolves the next hops of routes in a file, which name neighbours or their addresses.
 *
 * @param addresses of all interfaces
 */
record NextHopResolver(List<BroadcastDomain> domains, Map<IpInterface, Ipv4Address> addresses) {
    /** Returns a node's route; empty if a next hop is not a neighbour. */
    Optional<Route> resolveRoute(String node, ParsedObject parsed, Problems problems) {
        List<Located<String>> configured = parsed.require(RouteKeys.NEXT_HOPS);
        List<String> hops = new ArrayList<>();
        for (Located<String> hop : configured) {
            Optional<String> found = nextHopAddress(node, hop.value());
            found.ifPresentOrElse(
                    hops::add,
                    () -> problems.error(
                            hop.location(),
                            "'" + hop.value() + "' is not a neighbour of " + node,
                            Suggestion.of(hop.value(), neighbours(node))));
        }
        return hops.size() < configured.size()
                ? Optional.empty()
                : Optional.of(new Route(parsed.require(RouteKeys.DESTINATION), hops));
    }

    private Stream<BroadcastDomain> domainsOf(String node) {
        return domains.stream().filter(domain -> domain.interfaces().stream()
                .anyMatch(ipInterface -> ipInterface.node().equals(node)));
    }

    private Stream<IpInterface> neighbourInterfaces(String node) {
        return domainsOf(node)
                .flatMap(domain -> domain.interfaces().stream())
                .filter(ipInterface -> !ipInterface.node().equals(node));
    }

    private List<String> neighbours(String node) {
        return neighbourInterfaces(node).map(IpInterface::node).distinct().toList();
    }

    private Optional<String> nextHopAddress(String node, String hop) {
        if (Character.isDigit(hop.charAt(0))) {
            return domainsOf(node)
                    .flatMap(domain -> domain.interfaces().stream())
                    .filter(ipInterface -> ipInterface.node().equals(node))
                    .map(addresses::get)
                    .filter(own -> isOnLink(own, hop))
                    .findFirst()
                    .map(own -> hop);
        }
        return neighbourInterfaces(node)
                .filter(ipInterface -> ipInterface.node().equals(hop))
                .findFirst()
                .map(ipInterface -> addresses.get(ipInterface).hostAddress());
    }

    private static boolean isOnLink(Ipv4Address own, String hop) {
        return Ipv4Address.parse(hop + "/" + own.prefixLength()).isInSameSubnetAs(own);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;
import org.mqecn.schema.Located;
import org.mqecn.schema.SourceLocation;

/**
 * Interfaces that share a subnet: those of one link between hosts and routers, or of all links at connected bridges.
 *
 * @param location of the first link
 * @param bridgeAddresses addresses of this machine on the bridges
 * @param interfaces of hosts and routers, in the order of the links
 */
record BroadcastDomain(
        SourceLocation location, List<Located<Ipv4Address>> bridgeAddresses, List<IpInterface> interfaces) {
    /**
     * The end of a link at a host or router.
     *
     * @param linkIndex index of the link
     * @param configuredAddress its address in the file
     */
    record IpInterface(
            int linkIndex, String node, boolean isRouter, Optional<Located<Ipv4Address>> configuredAddress) {}

    BroadcastDomain {
        bridgeAddresses = List.copyOf(bridgeAddresses);
        interfaces = List.copyOf(interfaces);
    }
}

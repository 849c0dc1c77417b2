// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;
import org.mqecn.schema.Located;
import org.mqecn.schema.SourceLocation;

/**
 * What shares one subnet: a cable between hosts and routers, or bridges with all that hangs on them.
 *
 * @param location of its first link
 * @param bridgeAddresses the addresses that this machine has on its bridges
 * @param interfaces where hosts and routers are on it, in the order of the links
 */
record BroadcastDomain(
        SourceLocation location, List<Located<Ipv4Address>> bridgeAddresses, List<IpInterface> interfaces) {
    /**
     * The end of a link at a host or router.
     *
     * @param linkIndex number of the link
     * @param configuredAddress the address that the file gives it
     */
    record IpInterface(
            int linkIndex, String node, boolean isRouter, Optional<Located<Ipv4Address>> configuredAddress) {}

    BroadcastDomain {
        bridgeAddresses = List.copyOf(bridgeAddresses);
        interfaces = List.copyOf(interfaces);
    }
}

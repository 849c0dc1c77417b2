// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;

/**
 * A route to a subnet.
 *
 * @param to {@code 10.0.3.0/24} or {@code default}
 * @param via addresses of the next hops; several share the load
 */
public record Route(String to, List<String> via) {
    /** Destination of the route that applies if no other one matches. */
    public static final String DEFAULT = "default";

    private static final String ANY = "0.0.0.0/0";

    public Route {
        via = List.copyOf(via);
    }

    /** Whether the route applies to packets for this address. */
    public boolean matches(Ipv4Address address) {
        return destination().contains(address);
    }

    /** Length of the prefix that it matches. Of several matching routes, the kernel takes the longest prefix. */
    public int prefixLength() {
        return destination().prefixLength();
    }

    private Ipv4Address destination() {
        return Ipv4Address.parse(to.equals(DEFAULT) ? ANY : to);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A switch, which forwards between its links.
 *
 * @param address of this machine on a bridge; a router has one address on each link
 * @param routes of a router, in addition to those of its devices' subnets
 * @param sysctls of a router's namespace, in addition to forwarding
 */
public record Switch(
        String name,
        SwitchKind switchKind,
        Optional<Ipv4Address> address,
        List<Route> routes,
        Map<String, String> sysctls) {
    /** What a switch forwards, and where it runs. */
    public enum SwitchKind {
        /** A network namespace that forwards IP packets. */
        ROUTER,
        /** A Linux bridge, a device of this machine. */
        BRIDGE,
        /** An Open vSwitch bridge, a device of this machine. */
        OVS
    }

    public Switch {
        routes = List.copyOf(routes);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }
}

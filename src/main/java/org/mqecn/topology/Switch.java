// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What joins links.
 *
 * @param address of the machine on it, for a bridge; a router has one on each link
 * @param routes of a router, beyond those of its devices' own subnets
 * @param sysctls of a router's namespace, forwarding not named
 */
public record Switch(
        String name,
        SwitchKind switchKind,
        Optional<Ipv4Address> address,
        List<Route> routes,
        Map<String, String> sysctls) {
    /** How it forwards, and where it is. */
    public enum SwitchKind {
        /** A namespace that forwards IP packets. */
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Route;

/** Formats routes as arguments of {@code ip route VERB}. */
public final class RouteArguments {
    private RouteArguments() {}

    /** {@code default via 10.0.1.1 rto_min 10ms}. */
    public static List<String> of(Route route, Optional<Duration> rtoMin) {
        List<String> arguments = new ArrayList<>(List.of(route.to()));
        if (route.via().size() == 1) {
            arguments.addAll(List.of("via", route.via().get(0)));
            arguments.addAll(rtoMin(rtoMin));
        } else {
            arguments.addAll(rtoMin(rtoMin));
            route.via().forEach(via -> arguments.addAll(List.of("nexthop", "via", via)));
        }
        return arguments;
    }

    /** The route that the kernel adds with an address, with a minimum RTO. */
    public static List<String> ofSubnet(Ipv4Address address, String device, Optional<Duration> rtoMin) {
        List<String> arguments = new ArrayList<>(List.of(
                address.subnet(), "dev", device, "proto", "kernel", "scope", "link", "src", address.hostAddress()));
        arguments.addAll(rtoMin(rtoMin));
        return arguments;
    }

    private static List<String> rtoMin(Optional<Duration> rtoMin) {
        return rtoMin.map(time -> List.of("rto_min", time.toMillis() + "ms")).orElse(List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Route;
import org.mqecn.value.RouteMetrics;

/** Formats routes as arguments of {@code ip route VERB}. */
public final class RouteArguments {
    private RouteArguments() {}

    /** {@code default via 10.0.1.1 rto_min 10ms initcwnd 16}. */
    public static List<String> of(Route route, RouteMetrics metrics) {
        List<String> arguments = new ArrayList<>(List.of(route.to()));
        if (route.via().size() == 1) {
            arguments.addAll(List.of("via", route.via().get(0)));
            arguments.addAll(arguments(metrics));
        } else {
            arguments.addAll(arguments(metrics));
            route.via().forEach(via -> arguments.addAll(List.of("nexthop", "via", via)));
        }
        return arguments;
    }

    /** The route that the kernel adds with an address, with metrics. */
    public static List<String> ofSubnet(Ipv4Address address, String device, RouteMetrics metrics) {
        List<String> arguments = new ArrayList<>(List.of(
                address.subnet(), "dev", device, "proto", "kernel", "scope", "link", "src", address.hostAddress()));
        arguments.addAll(arguments(metrics));
        return arguments;
    }

    private static List<String> arguments(RouteMetrics metrics) {
        List<String> arguments = new ArrayList<>();
        metrics.rtoMin().ifPresent(time -> arguments.addAll(List.of("rto_min", time.toMillis() + "ms")));
        metrics.initialWindow().ifPresent(segments -> arguments.addAll(List.of("initcwnd", segments.toString())));
        if (metrics.isQuickAck()) {
            arguments.addAll(List.of("quickack", "1"));
        }
        return arguments;
    }
}

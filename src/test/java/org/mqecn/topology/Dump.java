// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;

/** A whole testbed in lines, for golden texts. */
final class Dump {
    private Dump() {}

    static String of(Testbed testbed) {
        List<String> lines = new ArrayList<>();
        lines.add("testbed " + testbed.name());
        testbed.sysctls().forEach((name, value) -> lines.add("sysctl " + name + "=" + value));
        for (Switch each : testbed.switches()) {
            lines.add("switch " + each.name() + " " + each.kind() + each.address().map(a -> " " + a).orElse(""));
            each.sysctls().forEach((name, value) -> lines.add("  sysctl " + name + "=" + value));
            each.routes().forEach(route -> lines.add("  " + route(route)));
        }
        for (Host host : testbed.hosts()) {
            lines.add("host " + host.name());
            host.machine().ifPresent(machine -> lines.add("  " + machine));
            lines.add("  " + host.stack());
            host.routes().forEach(route -> lines.add("  " + route(route)));
            host.services().forEach(service -> lines.add("  " + service));
        }
        for (Link link : testbed.links()) {
            lines.add("link" + link.rate().map(rate -> " rate " + rate).orElse("") + " delay " + link.delay()
                    + " loss " + link.loss() + " mtu " + link.mtu());
            for (Link.End end : link.ends()) {
                lines.add("  " + end.node() + " " + end.device() + " " + end.mac()
                        + end.address().map(address -> " " + address).orElse(""));
                lines.addAll(port(end.port()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String route(Route route) {
        return "route " + route.to() + " via " + String.join(" ", route.via());
    }

    private static List<String> port(Discipline port) {
        List<String> lines = new ArrayList<>();
        if (port instanceof Discipline.Dwrr dwrr) {
            lines.add("    dwrr " + String.join(" ", dwrr.request().words()));
        } else {
            ((Discipline.Stock) port).layers().forEach(layer -> lines.add("    " + layer.parent() + " " + layer.handle()
                    + " " + layer.kind() + " " + String.join(" ", layer.words())));
        }
        port.markingThreshold().ifPresent(threshold -> lines.add("    marks from " + threshold));
        return lines;
    }
}

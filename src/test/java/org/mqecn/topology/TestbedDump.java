// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;

/** Writes a testbed as lines, for golden files. */
final class TestbedDump {
    private TestbedDump() {}

    static String of(Testbed testbed) {
        List<String> lines = new ArrayList<>();
        lines.add("testbed " + testbed.name());
        testbed.machineSysctls().forEach((name, value) -> lines.add("sysctl " + name + "=" + value));
        for (Switch each : testbed.switches()) {
            lines.add("switch " + each.name() + " " + each.switchKind()
                    + each.address().map(a -> " " + a).orElse(""));
            each.sysctls().forEach((name, value) -> lines.add("  sysctl " + name + "=" + value));
            each.routes().forEach(route -> lines.add("  " + route(route)));
        }
        for (Host host : testbed.hosts()) {
            lines.add("host " + host.name());
            host.virtualMachine().ifPresent(machine -> lines.add("  " + machine));
            lines.add("  " + host.stack());
            host.routes().forEach(route -> lines.add("  " + route(route)));
            host.services().forEach(hostService -> lines.add("  " + hostService));
        }
        for (Link link : testbed.links()) {
            lines.add("link" + link.rate().map(rate -> " rate " + rate).orElse("") + " mtu " + link.mtu());
            for (Link.LinkEnd linkEnd : link.ends()) {
                lines.add("  " + linkEnd.node() + " " + linkEnd.device() + " " + linkEnd.macAddress()
                        + linkEnd.address()
                                .map(ipv4Address -> " " + ipv4Address)
                                .orElse(""));
                if (!linkEnd.impairment().isNone()) {
                    lines.add("    " + linkEnd.impairment());
                }
                lines.addAll(port(linkEnd.qdisc()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String route(Route route) {
        return "route " + route.to() + " via " + String.join(" ", route.via());
    }

    private static List<String> port(QueueingDiscipline port) {
        List<String> lines = new ArrayList<>();
        port.qdiscs()
                .forEach(qdisc -> lines.add("    " + qdisc.parent() + " " + qdisc.handle() + " " + qdisc.kind() + " "
                        + String.join(" ", qdisc.options())));
        port.markingThreshold().ifPresent(threshold -> lines.add("    marks from " + threshold));
        return lines;
    }
}

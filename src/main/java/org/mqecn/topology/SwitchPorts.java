// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.value.Rate;

/** Finds the ports of a testbed's switches. */
public final class SwitchPorts {
    private SwitchPorts() {}

    /** Finds a port by name: {@code h1} for a switch's port to host h1, or {@code s1:s2} for s1's port to s2. */
    public static Optional<Link.LinkEnd> find(Testbed testbed, String name) {
        if (!name.contains(":")) {
            return facing(testbed, name);
        }
        String[] nodes = name.split(":");
        return ends(testbed)
                .filter(linkEnd -> linkEnd.node().equals(nodes[0])
                        && otherEnd(testbed, linkEnd).node().equals(nodes[1])
                        && isSwitch(testbed, nodes[0]))
                .findFirst();
    }

    /** Finds the port to a host; the first one, if the host is at several switches. */
    public static Optional<Link.LinkEnd> facing(Testbed testbed, String host) {
        return ends(testbed)
                .filter(linkEnd -> isSwitch(testbed, linkEnd.node())
                        && otherEnd(testbed, linkEnd).node().equals(host)
                        && !isSwitch(testbed, host))
                .findFirst();
    }

    /** Returns the rate of a port: that of its qdisc or else of its link. */
    public static Optional<Rate> rate(Testbed testbed, Link.LinkEnd port) {
        return port.qdisc().rate().or(() -> link(testbed, port).rate());
    }

    /** Returns the other end of the link. */
    public static Link.LinkEnd otherEnd(Testbed testbed, Link.LinkEnd linkEnd) {
        return link(testbed, linkEnd).peerOf(linkEnd.node());
    }

    /** Returns the link with this end. */
    public static Link link(Testbed testbed, Link.LinkEnd linkEnd) {
        return testbed.links().stream()
                .filter(link -> link.ends().contains(linkEnd))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the ports of all switches. */
    public static List<Link.LinkEnd> all(Testbed testbed) {
        return ends(testbed)
                .filter(linkEnd -> isSwitch(testbed, linkEnd.node()))
                .toList();
    }

    private static Stream<Link.LinkEnd> ends(Testbed testbed) {
        return testbed.links().stream().flatMap(link -> link.ends().stream());
    }

    private static boolean isSwitch(Testbed testbed, String node) {
        return testbed.switches().stream().anyMatch(each -> each.name().equals(node));
    }
}

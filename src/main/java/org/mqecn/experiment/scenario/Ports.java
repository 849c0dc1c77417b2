// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.port.Rate;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;

/** Finds the ports of a testbed's switches. */
public final class Ports {
    private Ports() {}

    /** That of a name: {@code h1} for a switch's port towards host h1, or {@code s1:s2}. */
    static Optional<Link.End> find(Testbed testbed, String name) {
        if (!name.contains(":")) {
            return towards(testbed, name);
        }
        String[] nodes = name.split(":");
        return ends(testbed).filter(end -> end.node().equals(nodes[0])
                && otherEnd(testbed, end).node().equals(nodes[1]) && isSwitch(testbed, nodes[0])).findFirst();
    }

    /** The port towards a host: where it is at several switches, the first. */
    public static Optional<Link.End> towards(Testbed testbed, String host) {
        return ends(testbed).filter(end -> isSwitch(testbed, end.node())
                && otherEnd(testbed, end).node().equals(host) && !isSwitch(testbed, host)).findFirst();
    }

    /** What a port is shaped to. */
    public static Optional<Rate> rate(Testbed testbed, Link.End port) {
        return port.port().rate().or(() -> link(testbed, port).rate());
    }

    /** The other end of the link. */
    public static Link.End otherEnd(Testbed testbed, Link.End end) {
        Link link = link(testbed, end);
        return link.from().equals(end) ? link.to() : link.from();
    }

    /** The link that has this end. */
    public static Link link(Testbed testbed, Link.End end) {
        return testbed.links().stream().filter(link -> link.ends().contains(end)).findFirst().orElseThrow();
    }

    /** All ports of switches. */
    public static List<Link.End> all(Testbed testbed) {
        return ends(testbed).filter(end -> isSwitch(testbed, end.node())).toList();
    }

    private static Stream<Link.End> ends(Testbed testbed) {
        return testbed.links().stream().flatMap(link -> link.ends().stream());
    }

    private static boolean isSwitch(Testbed testbed, String node) {
        return testbed.switches().stream().anyMatch(each -> each.name().equals(node));
    }
}

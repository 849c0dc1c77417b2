// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.value.Rate;

/** Finds the ports of a testbed's switches. */
public final class SwitchPorts {
    private static final String ALL = "all";

    private SwitchPorts() {}

    /** Finds a port by name: {@code h1} for a switch's port to host h1, or {@code s1:s2} for s1's port to s2. */
    public static Optional<Link.LinkEnd> find(Testbed testbed, String name) {
        if (!name.contains(":")) {
            return facing(testbed, name);
        }
        String[] nodes = name.split(":");
        return towards(testbed, nodes[1])
                .filter(linkEnd -> linkEnd.node().equals(nodes[0]))
                .findFirst();
    }

    /**
     * Finds ports by a pattern, in the order of the links: {@code all} for all, or a name as of {@link #find}, in which
     * {@code *} stands for any characters; of a pattern without a switch, only ports to hosts.
     */
    public static List<Link.LinkEnd> findAll(Testbed testbed, String pattern) {
        String[] nodes = pattern.equals(ALL) ? new String[] {"*", "*"} : pattern.split(":");
        Set<String> switches = testbed.switches().stream().map(Switch::name).collect(Collectors.toSet());
        Predicate<String> node = matcher(nodes.length == 1 ? "*" : nodes[0]);
        Predicate<String> neighbour =
                matcher(nodes[nodes.length - 1]).and(name -> nodes.length > 1 || !switches.contains(name));
        List<Link.LinkEnd> found = new ArrayList<>();
        for (Link link : testbed.links()) {
            link.ends().stream()
                    .filter(end -> switches.contains(end.node())
                            && node.test(end.node())
                            && neighbour.test(link.peerOf(end.node()).node()))
                    .forEach(found::add);
        }
        return found;
    }

    private static Predicate<String> matcher(String pattern) {
        return Pattern.compile(pattern.replace("*", ".*")).asMatchPredicate();
    }

    /** Finds the port to a host; the first one, if the host is at several switches. */
    public static Optional<Link.LinkEnd> facing(Testbed testbed, String host) {
        return isSwitch(testbed, host)
                ? Optional.empty()
                : towards(testbed, host).findFirst();
    }

    /** The ports of switches whose links end at a node. */
    private static Stream<Link.LinkEnd> towards(Testbed testbed, String node) {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream()
                        .filter(end -> link.peerOf(end.node()).node().equals(node)))
                .filter(end -> isSwitch(testbed, end.node()));
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
                .filter(link -> link.ends().stream()
                        .anyMatch(end -> end.node().equals(linkEnd.node())
                                && end.device().equals(linkEnd.device())))
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

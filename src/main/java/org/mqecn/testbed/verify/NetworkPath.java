// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.List;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.LinkEnd;

/**
 * How packets go from one host to another.
 *
 * @param address of the other host, to which they are sent
 * @param hops the links that they take, each with the end by which they leave
 */
record NetworkPath(String from, String to, String address, List<PathHop> hops) {
    /** One link, from this end to the other. */
    record PathHop(Link link, LinkEnd egress) {}

    NetworkPath {
        hops = List.copyOf(hops);
    }

    boolean traverses(LinkEnd linkEnd) {
        return hops.stream().anyMatch(pathHop -> pathHop.egress().equals(linkEnd));
    }

    /** Where it leaves on its way to an end that it passes. */
    List<LinkEnd> upstreamOf(LinkEnd linkEnd) {
        List<LinkEnd> ends = hops.stream().map(PathHop::egress).toList();
        return ends.subList(0, ends.indexOf(linkEnd));
    }

    List<LinkEnd> downstreamOf(LinkEnd linkEnd) {
        List<LinkEnd> ends = hops.stream().map(PathHop::egress).toList();
        return ends.subList(ends.indexOf(linkEnd) + 1, ends.size());
    }

    /** The largest packet that all of its links take. */
    int pathMtu() {
        return hops.stream().mapToInt(pathHop -> pathHop.link().mtu()).min().orElse(0);
    }

    /** What its cables take. */
    Duration propagationDelay() {
        return hops.stream().map(pathHop -> pathHop.link().delay()).reduce(Duration.ZERO, Duration::plus);
    }
}

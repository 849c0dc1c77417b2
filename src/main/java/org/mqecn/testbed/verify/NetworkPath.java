// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.List;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.LinkEnd;

/**
 * A path of packets from one host to another.
 *
 * @param address destination address
 * @param hops links of the path
 */
record NetworkPath(String from, String to, String address, List<PathHop> hops) {
    /**
     * One link of a path.
     *
     * @param egress end through which packets enter the link
     */
    record PathHop(Link link, LinkEnd egress) {}

    NetworkPath {
        hops = List.copyOf(hops);
    }

    boolean traverses(LinkEnd linkEnd) {
        return hops.stream().anyMatch(pathHop -> pathHop.egress().equals(linkEnd));
    }

    /** Returns the egress ends before one of its egress ends. */
    List<LinkEnd> upstreamOf(LinkEnd linkEnd) {
        List<LinkEnd> ends = hops.stream().map(PathHop::egress).toList();
        return ends.subList(0, ends.indexOf(linkEnd));
    }

    /** Returns the egress ends behind one of its egress ends. */
    List<LinkEnd> downstreamOf(LinkEnd linkEnd) {
        List<LinkEnd> ends = hops.stream().map(PathHop::egress).toList();
        return ends.subList(ends.indexOf(linkEnd) + 1, ends.size());
    }

    /** Returns the minimum MTU of its links. */
    int pathMtu() {
        return hops.stream().mapToInt(pathHop -> pathHop.link().mtu()).min().orElse(0);
    }

    /** Returns the ratio of packets that neither arrive nor are answered, as the file has it. */
    double roundTripLossRatio() {
        double passing = hops.stream()
                .flatMap(pathHop -> pathHop.link().ends().stream())
                .mapToDouble(end -> 1 - end.impairment().lossRatio())
                .reduce(1, (first, second) -> first * second);
        return 1 - passing;
    }

    /** Whether its links lose packets or change their order in this direction, so that TCP sends less than it could. */
    boolean disturbsTcp() {
        return hops.stream()
                .map(pathHop -> pathHop.egress().impairment())
                .anyMatch(impairment -> impairment.lossRatio() > 0
                        || impairment.reordering() > 0
                        || !impairment.jitter().isZero());
    }

    /** Returns the sum of the delays of its links in both directions. */
    Duration roundTripDelay() {
        return hops.stream().map(pathHop -> pathHop.link().roundTripDelay()).reduce(Duration.ZERO, Duration::plus);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Problems;
import org.mqecn.port.Suggestion;
import org.mqecn.topology.Segment.Seat;
import org.mqecn.topology.Words.OfRoute;

/**
 * Finds the neighbours that the routes of a file name.
 *
 * @param segments what shares a subnet
 * @param addresses of each seat
 */
record NextHops(List<Segment> segments, Map<Seat, Address> addresses) {
    /** A route of a node as the file has it; nothing where a next hop is not a neighbour. */
    Optional<Route> route(String node, Filled words, Problems problems) {
        List<Located<String>> given = words.require(OfRoute.VIA);
        List<String> hops = new ArrayList<>();
        for (Located<String> hop : given) {
            Optional<String> found = address(node, hop.value());
            found.ifPresentOrElse(hops::add, () -> problems.error(hop.place(), "'" + hop.value()
                    + "' is not a neighbour of " + node, Suggestion.among(hop.value(), neighbours(node))));
        }
        return hops.size() < given.size() ? Optional.empty() : Optional.of(new Route(words.require(OfRoute.TO), hops));
    }

    private Stream<Segment> around(String node) {
        return segments.stream().filter(segment -> segment.seats().stream().anyMatch(seat -> seat.node().equals(node)));
    }

    private Stream<Seat> seats(String node) {
        return around(node).flatMap(segment -> segment.seats().stream()).filter(seat -> !seat.node().equals(node));
    }

    private List<String> neighbours(String node) {
        return seats(node).map(Seat::node).distinct().toList();
    }

    private Optional<String> address(String node, String hop) {
        if (Character.isDigit(hop.charAt(0))) {
            return around(node).flatMap(segment -> segment.seats().stream()).filter(seat -> seat.node().equals(node))
                    .map(addresses::get).filter(own -> isNextTo(own, hop)).findFirst().map(own -> hop);
        }
        return seats(node).filter(seat -> seat.node().equals(hop)).findFirst().map(seat -> addresses.get(seat).host());
    }

    private static boolean isNextTo(Address own, String hop) {
        return Address.parse(hop + "/" + own.prefix()).isNextTo(own);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problems;
import org.mqecn.topology.Segment.Seat;
import org.mqecn.topology.Words.OfLink;

/** Finds out what shares a subnet. Bridges that are joined are one; each of them points to another or to itself. */
final class Segments {
    private final Map<String, Switch.Kind> switches;
    private final Problems problems;
    private final Map<String, String> joined = new HashMap<>();

    private Segments(Map<String, Switch.Kind> switches, Problems problems) {
        this.switches = switches;
        this.problems = problems;
    }

    /**
     * The segments, in the order of their first links.
     *
     * @param switches their kinds, by name
     * @param machine addresses of this machine on bridges, by name
     */
    static List<Segment> of(List<Cable> cables, Map<String, Switch.Kind> switches,
            Map<String, Located<Address>> machine, Problems problems) {
        return new Segments(switches, problems).find(cables, machine);
    }

    private List<Segment> find(List<Cable> cables, Map<String, Located<Address>> machine) {
        cables.stream().filter(cable -> isBridge(cable.from()) && isBridge(cable.to())).forEach(this::join);
        Map<String, List<Seat>> seats = new LinkedHashMap<>();
        Map<String, Place> places = new HashMap<>();
        for (int i = 0; i < cables.size(); i++) {
            Cable cable = cables.get(i);
            String segment = segment(cable, i);
            places.putIfAbsent(segment, cable.place());
            for (String node : cable.nodes()) {
                List<Seat> there = seats.computeIfAbsent(segment, name -> new ArrayList<>());
                if (!isBridge(node)) {
                    add(there, new Seat(i, node, switches.containsKey(node),
                            cable.at(node).located(OfLink.AT_ADDRESS)), cable);
                }
            }
        }
        List<Segment> segments = new ArrayList<>();
        seats.forEach((name, there) -> segments.add(new Segment(places.get(name), machine.entrySet().stream()
                .filter(entry -> name.equals(root(entry.getKey()))).map(Map.Entry::getValue).toList(), there)));
        return segments;
    }

    private void add(List<Seat> there, Seat seat, Cable cable) {
        if (there.stream().anyMatch(other -> other.node().equals(seat.node()))) {
            problems.error(cable.place(), seat.node() + " has two links into one subnet",
                    "join it once to these bridges, or take a router");
        }
        there.add(seat);
    }

    private boolean isBridge(String node) {
        return switches.getOrDefault(node, Switch.Kind.ROUTER) != Switch.Kind.ROUTER;
    }

    /** The bridges at one of its ends, or the link alone. */
    private String segment(Cable cable, int number) {
        return cable.nodes().stream().filter(this::isBridge).findFirst().map(this::root).orElse("link " + number);
    }

    private String root(String bridge) {
        String next = joined.getOrDefault(bridge, bridge);
        return next.equals(bridge) ? bridge : root(next);
    }

    private void join(Cable cable) {
        String from = root(cable.from());
        String to = root(cable.to());
        if (from.equals(to)) {
            problems.error(cable.place(), "the bridges from " + cable.from() + " to " + cable.to()
                    + " are joined in a ring: frames would go round for ever", "take this link out, or take routers");
        }
        joined.put(to, from);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.Dscp;
import org.mqecn.port.Port;

/**
 * What becomes of ranks at one port: the place of each mark, in a queue or at a rank, and the rules that give it.
 *
 * @param place what a place is called: {@code queue}
 * @param meaning what else it is, {@code bucket}; empty for nothing
 * @param others place of the code points that have no row; empty where they have none in common
 * @param notes what is allowed but surely not meant, a sentence each
 */
public record View(Port port, String place, Optional<String> meaning, List<Row> rows, Optional<String> others,
        List<String> notes) {
    /** What a packet can carry. */
    private record Mark(Optional<Dscp> dscp, Optional<Priority> priority) {}

    /**
     * A mark and its place.
     *
     * @param dscp empty for that which a packet has by itself
     * @param place empty where what the packet has by itself decides
     * @param meaning of the place, where places have one
     * @param rules that give this mark to packets which leave here
     */
    public record Row(Optional<Dscp> dscp, Optional<Priority> priority, Optional<String> place,
            Optional<String> meaning, List<String> rules) {}

    /** The view of a port, with the rules of its namespace. */
    public static View of(Port port, List<Rule> rules) {
        Placement placement = Placement.of(port);
        Map<Mark, List<String>> marks = new LinkedHashMap<>();
        placement.named().forEach(dscp -> marks.put(new Mark(Optional.of(dscp), Optional.empty()),
                new ArrayList<>()));
        List<Rule> leaving = rules.stream().filter(rule -> leaves(rule, port.device())).toList();
        leaving.forEach(rule -> marks.computeIfAbsent(new Mark(rule.dscp(), rule.priority()),
                mark -> new ArrayList<>()).add(rule.name()));
        List<Row> rows = marks.entrySet().stream().map(each -> row(placement, each.getKey(), each.getValue())).toList();
        return new View(port, placement.heading(), placement.meaning(), rows, placement.others(),
                placement.notes(leaving));
    }

    private static Row row(Placement placement, Mark mark, List<String> rules) {
        Optional<Integer> place = placement.of(mark.dscp(), mark.priority()).stream().boxed().findFirst();
        return new Row(mark.dscp(), mark.priority(), place.map(placement::name),
                place.filter(each -> placement.meaning().isPresent()).map(placement::meaning), rules);
    }

    /** Whether packets that a rule matches can leave through a device. */
    static boolean leaves(Rule rule, String device) {
        Values devices = rule.match().get(Criterion.DEVICE);
        return rule.direction() != Direction.INPUT && (devices == null || devices.words().contains(device));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mqecn.port.Dscp;
import org.mqecn.port.Port;

/**
 * What becomes of ranks at one port: the queue of each mark, and the rules that give it.
 *
 * @param notes what is allowed but surely not meant, a sentence each
 */
public record View(Port port, List<Row> rows, List<String> notes) {
    /** What a packet can carry. */
    private record Mark(Optional<Dscp> dscp, Optional<Priority> priority) {}

    /**
     * A mark and its queue.
     *
     * @param dscp empty for that which a packet has by itself
     * @param queue empty where the packet's own DSCP decides
     * @param rules that give this mark to packets which leave here
     */
    public record Row(Optional<Dscp> dscp, Optional<Priority> priority, OptionalInt queue, List<String> rules) {}

    /** The view of a port, with the rules of its namespace. */
    public static View of(Port port, List<Rule> rules) {
        QueueMap map = new QueueMap(port);
        Map<Mark, List<String>> marks = new LinkedHashMap<>();
        IntStream.range(0, Dscp.COUNT).mapToObj(Dscp::new).filter(dscp -> map.named(dscp).isPresent())
                .forEach(dscp -> marks.put(new Mark(Optional.of(dscp), Optional.empty()), new ArrayList<>()));
        List<Rule> leaving = rules.stream().filter(rule -> leaves(rule, port.device())).toList();
        leaving.forEach(rule -> marks.computeIfAbsent(new Mark(rule.dscp(), rule.priority()),
                mark -> new ArrayList<>()).add(rule.name()));
        List<Row> rows = marks.entrySet().stream().map(each -> new Row(each.getKey().dscp(), each.getKey().priority(),
                map.queue(each.getKey().dscp(), each.getKey().priority()), each.getValue())).toList();
        return new View(port, rows, notes(map, leaving));
    }

    /** Whether packets that a rule matches can leave through a device. */
    static boolean leaves(Rule rule, String device) {
        Values devices = rule.match().get(Criterion.DEVICE);
        return rule.direction() != Direction.INPUT && (devices == null || devices.words().contains(device));
    }

    private static List<String> notes(QueueMap map, List<Rule> rules) {
        List<String> notes = new ArrayList<>();
        for (Rule rule : rules) {
            rule.priority().filter(priority -> priority.qdisc() != 0 && map.isUndecided(rule.priority())).ifPresent(
                    priority -> notes.add(rule.name() + ": " + priority + " is no class of this port, so the DSCP "
                            + "decides; its classes are " + map.port().handle() + "1 to " + map.port().handle()
                            + Integer.toHexString(map.queues())));
            rule.dscp().filter(dscp -> map.named(dscp).isEmpty() && map.isUndecided(rule.priority())).ifPresent(
                    dscp -> notes.add(rule.name() + ": no queue names " + dscp + ", so it is queue 0's: 'mqecn set "
                            + map.port().device() + " dscp QUEUE:" + dscp + "'"));
        }
        if (rules.stream().anyMatch(rule -> rule.dscp().filter(dscp -> dscp.dropLevel() > 0).isPresent())) {
            notes.add("dwrr does not look at drop levels: of one queue, all are dropped alike");
        }
        return notes;
    }
}

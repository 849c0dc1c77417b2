// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.Port;
import org.mqecn.value.Dscp;

/**
 * What becomes of ranks at one port: the place of each mark, in a queue or at a rank, and the rules that give it.
 *
 * @param targetKind what a place is called: {@code queue}
 * @param attribute what else it is, {@code bucket}; empty for nothing
 * @param defaultTarget place of the code points that have no row; empty where they have none in common
 * @param notes what is allowed but surely not meant, a sentence each
 */
public record ClassificationTable(
        Port port,
        String targetKind,
        Optional<String> attribute,
        List<ClassificationRow> rows,
        Optional<String> defaultTarget,
        List<String> notes) {
    /** What a packet can carry. */
    private record PacketTag(Optional<Dscp> dscp, Optional<Priority> priority) {}

    /**
     * A mark and its place.
     *
     * @param dscp empty for that which a packet has by itself
     * @param target empty where what the packet has by itself decides
     * @param attribute of the place, where places have one
     * @param rules that give this mark to packets which leave here
     */
    public record ClassificationRow(
            Optional<Dscp> dscp,
            Optional<Priority> priority,
            Optional<String> target,
            Optional<String> attribute,
            List<String> rules) {}

    /** The view of a port, with the rules of its namespace. */
    public static ClassificationTable of(Port port, List<Rule> rules) {
        PortClassifier classifier = PortClassifier.of(port);
        Map<PacketTag, List<String>> marks = new LinkedHashMap<>();
        classifier
                .mappedDscps()
                .forEach(dscp -> marks.put(new PacketTag(Optional.of(dscp), Optional.empty()), new ArrayList<>()));
        List<Rule> leaving = rules.stream()
                .filter(rule -> canLeaveThrough(rule, port.device()))
                .toList();
        leaving.forEach(rule -> marks.computeIfAbsent(
                        new PacketTag(rule.dscp(), rule.priority()), packetTag -> new ArrayList<>())
                .add(rule.name()));
        List<ClassificationRow> rows = marks.entrySet().stream()
                .map(each -> row(classifier, each.getKey(), each.getValue()))
                .toList();
        return new ClassificationTable(
                port,
                classifier.targetKind(),
                classifier.attribute(),
                rows,
                classifier.defaultTarget(),
                classifier.notes(leaving));
    }

    private static ClassificationRow row(PortClassifier classifier, PacketTag packetTag, List<String> rules) {
        Optional<Integer> place = classifier.of(packetTag.dscp(), packetTag.priority()).stream()
                .boxed()
                .findFirst();
        return new ClassificationRow(
                packetTag.dscp(),
                packetTag.priority(),
                place.map(classifier::targetName),
                place.filter(each -> classifier.attribute().isPresent()).map(classifier::attribute),
                rules);
    }

    /** Whether packets that a rule matches can leave through a device. */
    static boolean canLeaveThrough(Rule rule, String device) {
        ValueSet devices = rule.match().get(Criterion.DEVICE);
        return rule.direction() != Direction.INPUT
                && (devices == null || devices.literals().contains(device));
    }
}

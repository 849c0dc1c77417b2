// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.port.Port;
import org.mqecn.value.Dscp;

/**
 * How one port classifies packets: the queue or rank of each DSCP and priority, and the rules that set it.
 *
 * @param targetKind {@code queue} or {@code rank}
 * @param attribute heading of a second property of a target, such as {@code bucket}; empty if it has none
 * @param defaultTarget target of every DSCP without a row; empty if they have no common target
 * @param notes settings that are legal but probably a mistake, one sentence each
 */
public record ClassificationTable(
        Port port,
        String targetKind,
        Optional<String> attribute,
        List<ClassificationRow> rows,
        Optional<String> defaultTarget,
        List<String> notes) {
    /** The fields of a packet that classification reads. */
    private record PacketTag(Optional<Dscp> dscp, Optional<Priority> priority) {}

    /**
     * One DSCP and priority, and their target.
     *
     * @param dscp empty if the rules leave the packet's DSCP unchanged
     * @param target empty if it depends on the packet
     * @param attribute second property of the target, if targets have one
     * @param rules names of the rules that set this DSCP and priority on packets leaving here
     */
    public record ClassificationRow(
            Optional<Dscp> dscp,
            Optional<Priority> priority,
            Optional<String> target,
            Optional<String> attribute,
            List<String> rules) {}

    /** Classifies the DSCPs and priorities that a port and the rules of its namespace mention. */
    public static ClassificationTable of(Port port, RankTable table) {
        List<String> differences = table.differences().stream()
                .map(difference -> "rules were modified outside mqecn: " + difference)
                .toList();
        return of(port, table.ruleList(), differences);
    }

    static ClassificationTable of(Port port, List<Rule> rules, List<String> differences) {
        PortClassifier classifier = PortClassifier.of(port);
        Map<PacketTag, List<String>> rulesByTag = new LinkedHashMap<>();
        classifier
                .mappedDscps()
                .forEach(dscp -> rulesByTag.put(new PacketTag(Optional.of(dscp), Optional.empty()), new ArrayList<>()));
        List<Rule> leaving = rules.stream()
                .filter(rule -> canLeaveThrough(rule, port.device()))
                .toList();
        leaving.forEach(rule -> rulesByTag
                .computeIfAbsent(new PacketTag(rule.dscp(), rule.priority()), packetTag -> new ArrayList<>())
                .add(rule.name()));
        List<ClassificationRow> rows = rulesByTag.entrySet().stream()
                .map(each -> row(classifier, each.getKey(), each.getValue()))
                .toList();
        return new ClassificationTable(
                port,
                classifier.targetKind(),
                classifier.attribute(),
                rows,
                classifier.defaultTarget().stream()
                        .mapToObj(classifier::targetName)
                        .findFirst(),
                Stream.concat(differences.stream(), classifier.notes(leaving).stream())
                        .toList());
    }

    private static ClassificationRow row(PortClassifier classifier, PacketTag packetTag, List<String> rules) {
        Optional<Integer> target = classifier.classify(packetTag.dscp(), packetTag.priority()).stream()
                .boxed()
                .findFirst();
        return new ClassificationRow(
                packetTag.dscp(),
                packetTag.priority(),
                target.map(classifier::targetName),
                target.filter(each -> classifier.attribute().isPresent()).map(classifier::attribute),
                rules);
    }

    /** Whether packets that match a rule can leave through a device. */
    static boolean canLeaveThrough(Rule rule, String device) {
        ValueSet devices = rule.match().required().get(Criterion.DEVICE);
        ValueSet others = rule.match().excluded().get(Criterion.DEVICE);
        return rule.direction() != Direction.INPUT
                && (devices == null || devices.literals().contains(device))
                && (others == null || !others.literals().contains(device));
    }
}

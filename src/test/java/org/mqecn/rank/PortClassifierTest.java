// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EiffelCounter;
import org.mqecn.port.EiffelPolicy;
import org.mqecn.port.EiffelSetting;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.RankSource;
import org.mqecn.port.Setting;
import org.mqecn.port.TrustedField;
import org.mqecn.value.CodePoints;
import org.mqecn.value.Dscp;

/** Queue or rank of a packet at a port, and the table that {@code mqecn rank show} prints. */
final class PortClassifierTest {
    private static final Optional<Dscp> NO_DSCP = Optional.empty();
    private static final Optional<Priority> NO_PRIORITY = Optional.empty();

    /** A port with handle 10: and queues with these DSCPs. */
    private static Port dwrr(Integer... dscps) {
        return dwrr(
                Collections.nCopies(dscps.length, 0L),
                Stream.of(dscps).map(Integer::longValue).toList());
    }

    /** A port with handle 10: and queues with these strict priorities and DSCPs; the first queue with a DSCP gets it. */
    private static Port dwrr(List<Long> priorities, List<Long> dscps) {
        return dwrr(
                TrustedField.DSCP,
                0,
                priorities,
                IntStream.range(0, dscps.size())
                        .mapToObj(queue -> dscps.indexOf(dscps.get(queue)) == queue
                                ? CodePoints.of(dscps.get(queue).intValue())
                                : 0L)
                        .toList());
    }

    private static Port dwrr(TrustedField trusted, long defaultQueue, List<Long> priorities, List<Long> sets) {
        List<QueueConfig> queues = IntStream.range(0, sets.size())
                .mapToObj(queue -> new QueueConfig(
                        queue, Map.of(DwrrSetting.PRIO, priorities.get(queue), trusted.setting(), sets.get(queue))))
                .toList();
        return new Port(
                "eth1",
                "dwrr",
                "10:",
                "root",
                new PortConfig(
                        QdiscKind.DWRR,
                        Map.of(DwrrSetting.TRUST, (long) trusted.ordinal(), DwrrSetting.DEFAULT_QUEUE, defaultQueue),
                        queues),
                PortStats.ofQueues(new Counters(Map.of()), List.of()));
    }

    private static Port eiffel(EiffelPolicy eiffelPolicy, RankSource source) {
        Map<Setting, Long> values = new HashMap<>(Map.of(
                EiffelSetting.POLICY,
                (long) eiffelPolicy.ordinal(),
                EiffelSetting.RANK_FROM,
                (long) source.ordinal(),
                EiffelSetting.BUCKETS,
                16_384L,
                EiffelSetting.DEADLINE_UNIT,
                500_000L));
        return new Port(
                "eth1",
                "eiffel",
                "1:",
                "root",
                new PortConfig(QdiscKind.EIFFEL, values, List.of()),
                new PortStats(new Counters(Map.of()), List.of(), List.of()));
    }

    private static Optional<Dscp> dscp(String name) {
        return Optional.of(Dscp.parse(name));
    }

    private static Optional<Priority> priority(String text) {
        return Optional.of(Priority.parse(text));
    }

    private static Rule rule(String name, String dscp, String priority) {
        return new Rule(
                name,
                Direction.OUTPUT,
                PacketMatch.of(Map.of()),
                dscp.isEmpty() ? NO_DSCP : dscp(dscp),
                priority.isEmpty() ? NO_PRIORITY : priority(priority));
    }

    @Test
    @DisplayName("dwrr: the first queue with a DSCP gets it, queue 0 the rest")
    void queuesOfCodePoints() {
        PortClassifier map = PortClassifier.of(dwrr(0, 18, 46, 18));
        assertEquals(
                List.of(OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(0)),
                IntStream.of(0, 18, 46, 10).mapToObj(map::classify).toList());
        assertEquals(List.of(new Dscp(0), new Dscp(18), new Dscp(46)), map.mappedDscps());
    }

    @Test
    @DisplayName("dwrr: a queue has several DSCPs, the default queue the rest")
    void queuesOfSeveralCodePoints() {
        List<Long> sets = List.of(CodePoints.DSCP.parse("dscp", "ef,va"), 0L, CodePoints.DSCP.parse("dscp", "0-7"));
        PortClassifier map = PortClassifier.of(dwrr(TrustedField.DSCP, 1, List.of(0L, 0L, 0L), sets));
        assertEquals(
                List.of(OptionalInt.of(0), OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(1)),
                IntStream.of(46, 44, 45, 7, 8).mapToObj(map::classify).toList());
        assertEquals(OptionalInt.of(1), map.defaultTarget());
        assertEquals(10, map.mappedDscps().size());
        assertEquals(OptionalInt.empty(), map.classifyPcp(5));
        assertEquals(
                List.of("voice: no queue has DSCP cs6, so its packets go to queue 1: 'mqecn set eth1 dscp QUEUE:cs6'"),
                map.notes(List.of(rule("voice", "cs6", ""))));
    }

    @Test
    @DisplayName("dwrr: a port that trusts PCPs ignores DSCPs")
    void queuesOfPriorityCodePoints() {
        List<Long> sets = List.of(0L, CodePoints.PCP.parse("pcp", "0-2"), CodePoints.PCP.parse("pcp", "5"));
        PortClassifier map = PortClassifier.of(dwrr(TrustedField.PCP, 1, List.of(0L, 1L, 0L), sets));
        assertEquals(
                List.of(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(1)),
                IntStream.of(2, 5, 7).mapToObj(map::classifyPcp).toList());
        assertEquals(OptionalInt.of(1), map.classify(46), "untagged");
        assertEquals(List.of(), map.mappedDscps());
        assertEquals(
                List.of("the port trusts the PCP of VLAN tags: no DSCP chooses its queue"),
                map.notes(List.of(rule("voice", "ef", ""))));
    }

    /** Priorities and DSCPs of queues, and those that best effort and unmapped DSCPs starve. */
    @ParameterizedTest
    @CsvSource({
        "0 0 0, 0 18 46, '', ''",
        "1 1 0, 0 18 46, '', ''",
        "0 1 1, 46 18 10, 'queues 1, 2', 'queues 1, 2'",
        "0 1 1, 0 18 10, 'queues 1, 2', 'queues 1, 2'",
        "0 1 2, 46 0 18, 'queue 2', 'queues 1, 2'",
        "0 1, 46 0, '', 'queue 1'",
        "0 1, 0 1, '', ''",
        "0 1, 0 8, '', ''",
        "1 0 2, 46 0 1, 'queue 0', ''",
    })
    @DisplayName("dwrr: a warning if best effort or the rest goes before other traffic than lower effort")
    void bestEffortGoesFirst(String priorities, String dscps, String byBestEffort, String byTheRest) {
        List<String> notes =
                PortClassifier.of(dwrr(numbers(priorities), numbers(dscps))).notes(List.of());
        assertEquals(
                Stream.of(
                                byBestEffort.isEmpty() ? "" : "best effort served before " + byBestEffort,
                                byTheRest.isEmpty() ? "" : "every DSCP without a queue served before " + byTheRest)
                        .filter(text -> !text.isEmpty())
                        .toList(),
                notes.stream()
                        .map(note -> note.replaceAll("goes to queue \\d, which is |\\(strict priority\\)", "")
                                .strip())
                        .toList());
    }

    private static List<Long> numbers(String text) {
        return Stream.of(text.split(" ")).map(Long::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ef, , 2",
        "ef, 10:2, 1",
        "ef, 10:4, 3",
        "ef, 10:5, 2",
        "ef, 11:2, 2",
        "ef, 3, 2",
        ", 10:3, 2",
        "'', 3, -1"
    })
    @DisplayName("dwrr: in order of precedence: class of the port, DSCP of the rule, DSCP of the packet")
    void queuesOfRules(String dscp, String priority, int queue) {
        OptionalInt place = PortClassifier.of(dwrr(0, 18, 46, 1))
                .classify(
                        dscp == null || dscp.isEmpty() ? NO_DSCP : dscp(dscp),
                        priority == null ? NO_PRIORITY : priority(priority));
        assertEquals(queue, place.orElse(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "cs7, 0",
        "cs6, 8",
        "ef, 16",
        "cs5, 16",
        "cs4, 24",
        "af41, 26",
        "af42, 28",
        "af43, 30",
        "af31, 34",
        "cs1, 48",
        "af11, 50",
        "af13, 54",
        "cs0, 56",
        "2, 58",
        "le, 63"
    })
    @DisplayName("eiffel, strict: higher classes first; in a class, lower drop precedence first; LE last")
    void ranksOfCodePoints(String dscp, int rank) {
        assertEquals(
                OptionalInt.of(rank),
                PortClassifier.of(eiffel(EiffelPolicy.STRICT, RankSource.DSCP)).classify(dscp(dscp), NO_PRIORITY));
    }

    @Test
    @DisplayName("eiffel: other policies use the DSCP as the rank; policies without ranks have no target")
    void ranksOfOtherPolicies() {
        assertEquals(
                OptionalInt.of(46),
                PortClassifier.of(eiffel(EiffelPolicy.SRPT, RankSource.DSCP)).classify(dscp("ef"), NO_PRIORITY));
        assertEquals(
                "+23ms",
                PortClassifier.of(eiffel(EiffelPolicy.EDF, RankSource.DSCP)).attribute(46));
        assertEquals(
                "1",
                PortClassifier.of(eiffel(EiffelPolicy.WFQ, RankSource.DSCP)).attribute(0));
        PortClassifier none = PortClassifier.of(eiffel(EiffelPolicy.LQF, RankSource.DSCP));
        assertEquals(
                List.of(OptionalInt.empty(), OptionalInt.empty()),
                List.of(none.classify(46), none.classify(dscp("ef"), NO_PRIORITY)));
        assertEquals(
                List.of("policy lqf ignores ranks, so rules have no effect here: 'mqecn set eth1 policy strict'"),
                none.notes(List.of(rule("web", "ef", ""))));
    }

    @Test
    @DisplayName("eiffel: with rank-from priority the priority is the rank; otherwise control goes first")
    void ranksOfPriorities() {
        PortClassifier map = PortClassifier.of(eiffel(EiffelPolicy.STRICT, RankSource.PRIORITY));
        assertEquals(OptionalInt.of(3), map.classify(dscp("ef"), priority("3")));
        assertEquals(OptionalInt.empty(), map.classify(dscp("ef"), NO_PRIORITY));
        assertEquals(OptionalInt.of(63), map.classify(NO_DSCP, priority("1:3")));
        assertEquals(
                List.of(OptionalInt.of(7), OptionalInt.of(23)),
                List.of(map.classify(NO_DSCP, priority("7")), map.classify(NO_DSCP, priority("23"))));
        assertEquals(
                "control",
                map.targetName(PortClassifier.of(eiffel(EiffelPolicy.LQF, RankSource.PRIORITY))
                        .classify(NO_DSCP, priority("7"))
                        .orElseThrow()));
        assertEquals(
                "highest priority",
                map.attribute(PortClassifier.of(eiffel(EiffelPolicy.PACING, RankSource.DSCP))
                        .classify(dscp("ef"), priority("1:7"))
                        .orElseThrow()));
        assertEquals(
                List.of(
                        "the rank of a packet is its priority, 63 and above share a counter",
                        "web: it does not set the priority that ranks are read from: 'mqecn set eth1 rank-from "
                                + "dscp'"),
                map.notes(List.of(rule("web", "ef", ""), rule("dns", "", "3"))));
    }

    @Test
    @DisplayName("arrived packets are counted by queue, or by rank, with control last")
    void arrivals() {
        Counters three = new Counters(Map.of(DwrrCounter.ARRIVED_PACKETS, 3L));
        assertEquals(
                List.of(3L, 3L),
                PortClassifier.of(dwrr(0, 1)).arrivedPackets(PortStats.ofQueues(three, List.of(three, three))));
        List<Long> arrived = PortClassifier.of(eiffel(EiffelPolicy.STRICT, RankSource.DSCP))
                .arrivedPackets(new PortStats(
                        new Counters(Map.of(EiffelCounter.HIGHPRIO_PACKETS, 5L)),
                        List.of(),
                        IntStream.range(0, 64).mapToObj(rank -> (long) rank).toList()));
        assertEquals(List.of(63L, 5L), arrived.subList(63, arrived.size()));
    }

    @Test
    @DisplayName("the table of dwrr has the DSCPs of queues and rules, and notes on likely mistakes")
    void viewOfQueues() {
        ClassificationTable table = ClassificationTable.of(
                dwrr(0, 18),
                List.of(
                        rule("web", "af21", ""),
                        rule("voice", "ef", ""),
                        rule("bulk", "le", "10:2"),
                        rule("lost", "cs1", "9:1"),
                        rule("low", "", "3")),
                List.of());
        assertEquals("queue", table.targetKind());
        assertEquals(
                List.of(
                        "cs0 - 0 []",
                        "af21 - 1 [web]",
                        "ef - 0 [voice]",
                        "le 10:2 1 [bulk]",
                        "cs1 9:1 0 [lost]",
                        "- 3 - [low]"),
                rows(table));
        assertEquals(Optional.of("0"), table.defaultTarget());
        assertEquals(
                List.of(
                        "voice: no queue has DSCP ef, so its packets go to queue 0: 'mqecn set eth1 dscp QUEUE:ef'",
                        "lost: 9:1 is not a class of this port, so the DSCP decides; its classes are 10:1 to 10:2",
                        "lost: no queue has DSCP cs1, so its packets go to queue 0: 'mqecn set eth1 dscp QUEUE:cs1'",
                        "dwrr ignores drop precedence: it drops all packets of a queue alike"),
                table.notes());
    }

    @Test
    @DisplayName("the table of eiffel has all named DSCPs in order of rank, with their buckets")
    void viewOfRanks() {
        ClassificationTable table = ClassificationTable.of(
                eiffel(EiffelPolicy.STRICT, RankSource.DSCP),
                List.of(rule("web", "af21", ""), rule("odd", "3", "")),
                List.of());
        assertEquals("rank", table.targetKind());
        assertEquals(Optional.of("bucket"), table.attribute());
        assertEquals(List.of("cs7 - 0 []", "cs6 - 8 []"), rows(table).subList(0, 2));
        assertEquals(List.of("le - 63 []", "3 - 59 [odd]"), rows(table).subList(22, 24));
        assertTrue(rows(table).contains("af21 - 42 [web]"), rows(table).toString());
        assertEquals(
                Optional.of("42"),
                table.rows().stream()
                        .filter(classificationRow -> !classificationRow.rules().isEmpty())
                        .findFirst()
                        .orElseThrow()
                        .attribute());
        assertEquals(List.of(), table.notes());
    }

    private static List<String> rows(ClassificationTable table) {
        return table.rows().stream()
                .map(classificationRow -> classificationRow
                                .dscp()
                                .map(Dscp::toString)
                                .orElse("-") + " "
                        + classificationRow.priority().map(Priority::toString).orElse("-") + " "
                        + classificationRow.target().orElse("-") + " "
                        + classificationRow.rules())
                .toList();
    }

    @Test
    @DisplayName("input rules and rules of other devices are ignored")
    void ignoresOtherDevicesAndInput() {
        Rule other = new Rule(
                "other",
                Direction.OUTPUT,
                PacketMatch.of(Map.of(Criterion.DEVICE, NameSet.of(List.of("eth0")))),
                dscp("ef"),
                NO_PRIORITY);
        Rule input = new Rule("input", Direction.INPUT, PacketMatch.of(Map.of()), dscp("ef"), NO_PRIORITY);
        assertEquals(List.of("cs0 - 0 []"), rows(ClassificationTable.of(dwrr(0), List.of(other, input), List.of())));
    }
}

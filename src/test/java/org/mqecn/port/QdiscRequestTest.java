// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.Keyword;
import org.mqecn.value.UserError;

final class QdiscRequestTest {
    /** A port with this number of queues, all settings at their minimum. */
    static PortConfig config(int queues) {
        Map<Setting, Long> port = new HashMap<>();
        Map<Setting, Long> queue = new HashMap<>();
        for (Setting setting : DwrrSetting.values()) {
            (setting.isPerQueue() ? queue : port).put(setting, 1L);
        }
        port.put(DwrrSetting.DEFAULT_QUEUE, 0L);
        return new PortConfig(
                QdiscKind.DWRR,
                port,
                IntStream.range(0, queues)
                        .mapToObj(i -> new QueueConfig(i, queue))
                        .toList());
    }

    private static QdiscRequest parse(String text) {
        return QdiscRequest.parse(QdiscKind.DWRR, List.of(text.split(" ")));
    }

    @Test
    void refusesMqEcnWithWfqEverywhere() {
        Map<Setting, Long> values = new HashMap<>(config(1).values());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.MQ_ECN.ordinal());
        PortConfig mqEcn = new PortConfig(QdiscKind.DWRR, values, config(1).queues());

        UserError error =
                assertThrows(UserError.class, () -> parse("scheduler wfq").validateAgainst("eth1", mqEcn));

        assertEquals("eth1: ecn-scheme mq-ecn needs rounds, and scheduler wfq has none", error.getMessage());
        parse("scheduler wrr").validateAgainst("eth1", mqEcn);
        parse("scheduler wfq ecn-scheme tcn").validateAgainst("eth1", mqEcn);
        assertEquals(
                List.of("ecn-scheme", "tcn", "scheduler", "wfq"),
                parse("scheduler wfq ecn-scheme tcn").inSafeOrder().arguments());
        assertEquals(
                List.of("scheduler", "dwrr", "ecn-scheme", "mq-ecn"),
                parse("ecn-scheme mq-ecn scheduler dwrr").inSafeOrder().arguments());
    }

    @Test
    void takesSeveralKeysWithSeveralValues() {
        QdiscRequest request = parse("queue-thresh 0:32k 3:16k rate 9gbit ecn-scheme mq-ecn");
        assertEquals(
                List.of("queue-thresh", "0:32768", "3:16384", "rate", "9gbit", "ecn-scheme", "mq-ecn"),
                request.arguments());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate|rate has no value",
                "rate rate 1gbit|rate has no value",
                "quantum|quantum has no value",
                "quantum 1538|quantum '1538' has no queue number",
                "quantum x:1538|unknown queue 'x' of quantum",
                "quantum 64:1538|unknown queue '64' of quantum",
                "quantum -1:1538|unknown queue '-1' of quantum",
                "quantum 0:255|quantum 255 is out of range",
                "quantum 0:1538 0:1539|quantum is given twice for queue 0",
                "rate 1gbit rate 2gbit|rate is given twice",
                "rate 1gbit 2gbit|unknown key '2gbit'",
                "rate 0mbit|rate 0mbit is out of range",
                "rate 500gbit|rate 500gbit is out of range",
                "rate -5mbit|rate '-5mbit' is not a positive number of bit/s",
                "ecn-scheme mqecn|unknown ecn-scheme 'mqecn'",
                "dscp 0:64|dscp 64 is out of range",
                "prio 0:8|prio 8 is out of range",
                "scheduler wfq ecn-scheme mq-ecn|ecn-scheme mq-ecn needs rounds, and scheduler wfq has none",
                "port-tresh 32k|unknown key 'port-tresh'"
            })
    void refuses(String text, String message) {
        UserError error = assertThrows(UserError.class, () -> parse(text));
        assertEquals(message, error.getMessage());
        assertEquals(true, error.isUsage());
    }

    @ParameterizedTest
    @CsvSource({"5%, 50000", "0.25%, 2500", "100%, 1000000", "1ppm, 1", "0%, 0", "0ppm, 0"})
    void readsProbabilities(String text, long millionths) {
        QdiscRequest request = parse("red-prob 0:" + text);
        assertEquals(millionths, request.assignments().get(0).value());
        assertEquals(
                millionths,
                parse(String.join(" ", request.arguments()))
                        .assignments()
                        .get(1)
                        .value(),
                "behind its scheme");
    }

    /** A port with a scheme that is a module, and the defaults of its parameters. */
    private static PortConfig withScheme(String name) {
        DwrrScheme scheme = ModuleSchemes.find(name).orElseThrow();
        Map<Setting, Long> port = new HashMap<>(
                withDefaults(DwrrSetting.ECN_SCHEME, EcnScheme.NONE).values());
        port.put(DwrrSetting.ECN_SCHEME, ModuleSchemes.value(scheme));
        Map<Setting, Long> queue =
                new HashMap<>(QdiscKind.DWRR.defaults(1).queues().get(0).values());
        scheme.settings().forEach(each -> (each.isPerQueue() ? queue : port).put(each, each.defaultValue()));
        return new PortConfig(QdiscKind.DWRR, port, List.of(new QueueConfig(0, queue), new QueueConfig(1, queue)));
    }

    private static PortConfig withDefaults(Setting setting, Keyword value) {
        Map<Setting, Long> values = new HashMap<>(config(2).values());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.PER_QUEUE.ordinal());
        values.put(DwrrSetting.BUFFER_MODE, (long) BufferMode.SHARED.ordinal());
        values.put(setting, (long) value.ordinal());
        return new PortConfig(QdiscKind.DWRR, values, QdiscKind.DWRR.defaults(2).queues());
    }

    @Test
    void refusesAMinimumAboveItsMaximum() {
        PortConfig port = withScheme("red");
        UserError error =
                assertThrows(UserError.class, () -> parse("red-min 1:90001").validateChange(port));
        assertEquals("red-min (90001 bytes) of queue 1 is above red-max (90000 bytes)", error.getMessage());
        parse("red-min 1:90001 red-max all:90001").validateChange(port);
        assertThrows(UserError.class, () -> parse("red-drop-min all:2 red-drop-max 0:1"));
        assertThrows(UserError.class, () -> parse("rate 1gbit ecn-scheme red red-max 7:1")
                .validateNew());
        parse("red-min all:100k"); // the port may have a larger red-max
    }

    @Test
    void warnsAboutRedThatNeverMarks() {
        PortConfig red = withScheme("red");
        Map<Setting, Long> values = new HashMap<>(red.values());
        values.put(DwrrSetting.RATE, 1_000_000_000L);
        values.put(DwrrSetting.SHARED_BUFFER, 30_000L);
        WarningAssertions.assertWarned(
                QdiscKind.DWRR,
                List.of("red-min of queue 0 (30000 bytes) is not below shared-buffer (30000 bytes): "
                        + "packets are dropped before any is marked"),
                new PortConfig(QdiscKind.DWRR, values, red.queues().subList(0, 1)).warnings());
        values.put(DwrrSetting.SHARED_BUFFER, 90_000L);
        values.put(DwrrSetting.RATE, 100_000_000_000L);
        List<String> warnings = new PortConfig(QdiscKind.DWRR, values, red.queues()).warnings();
        assertEquals(1, warnings.size());
        assertEquals(true, warnings.get(0).startsWith("red-min (30000 bytes) is 2.4 µs of backlog at 100"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "mq-ecn|queue-thresh 0:32k|queue-thresh has no effect: ecn-scheme is mq-ecn, and only per-queue uses it",
                "per-queue|port-thresh 32k|port-thresh has no effect: ecn-scheme is per-queue, and only per-port, mq-ecn use it",
                "per-queue|port-thresh 32k ecn-scheme mq-ecn|-",
                "per-queue|port-thresh 32k queue-thresh all:32k|-",
                "per-queue|queue-thresh 0:32k ecn-scheme tcn|queue-thresh has no effect: ecn-scheme is tcn, and only per-queue uses it",
                "tcn|tcn-thresh 1ms|-",
                "tcn|mark-at enqueue|mark-at has no effect: ecn-scheme is tcn, and only per-queue, per-port, mq-ecn use it",
                "none|codel-target 1ms|codel-target has no effect: ecn-scheme is none, and only codel uses it",
                "red|red-prob 0:1%|-",
                "red|red-prob 0:1% red-mark 0:off|red-prob has no effect: red-mark of queue 0 is off",
                "red|red-drop-prob all:1% red-drop 1:on|-",
                "red|red-drop-prob 0:1% red-drop 1:on|red-drop-prob has no effect: red-drop of queue 0 is off",
                "per-queue|queue-buffer 0:32k|queue-buffer has no effect: buffer-mode is shared",
                "per-queue|shared-buffer 32k buffer-mode static|shared-buffer has no effect: buffer-mode is static",
            })
    void namesWhatHasNoEffect(String scheme, String request, String expected) {
        PortConfig present = ModuleSchemes.find(scheme).isPresent()
                ? withScheme(scheme)
                : withDefaults(DwrrSetting.ECN_SCHEME, EcnScheme.values()[(int) DwrrSetting.ECN_SCHEME.parse(scheme)]);
        assertEquals(
                expected == null ? List.of() : List.of(expected), parse(request).ignored(present));
    }

    @Test
    void suggestsTheNearestKeyAndScheme() {
        assertEquals(
                "did you mean 'port-thresh'?",
                assertThrows(UserError.class, () -> parse("port-tresh 32k"))
                        .remedy()
                        .replaceFirst(" \\(.*", ""));
        assertEquals(
                "did you mean 'mq-ecn'?",
                assertThrows(UserError.class, () -> parse("ecn-scheme mqecn"))
                        .remedy()
                        .replaceFirst(" \\(.*", ""));
    }

    @Test
    void allAppliesToUnnamedQueues() {
        QdiscRequest request = parse("quantum 1:3076 all:1538");
        assertEquals(
                List.of("quantum 1:3076", "quantum 0:1538", "quantum 2:1538"),
                request.expand(3).map(Assignment::toString).toList());
    }

    @Test
    void reportsValuesTheKernelDidNotTake() {
        QdiscRequest request = parse("rate 1gbit quantum 1:256");
        assertEquals(
                List.of("rate 1gbit: the kernel has 1bit", "quantum 1:256: the kernel has 1"),
                request.differences(config(2)));
        assertEquals(List.of("rate", "1bit", "quantum", "1:1"), request.currentArguments(config(2)));
    }

    @Test
    void fillsInDefaults() {
        QdiscRequest request = parse("rate 1gbit queues 3 quantum all:1538 queue-thresh 1:32k");
        PortConfig beginning = new PortConfig(
                QdiscKind.DWRR,
                Map.of(DwrrSetting.RATE, 5L, DwrrSetting.PORT_THRESH, 30_000L),
                List.of(
                        new QueueConfig(0, Map.of(DwrrSetting.QUEUE_THRESH, 9L, DwrrSetting.QUANTUM, 8L)),
                        new QueueConfig(1, Map.of(DwrrSetting.QUEUE_THRESH, 9L))));
        assertEquals(
                "rate 1gbit queues 3 quantum 0:1538 1:1538 2:1538 queue-thresh 1:32768 port-thresh 30000 "
                        + "queue-thresh 0:9",
                String.join(" ", request.withDefaultsFrom(beginning).arguments()));
    }

    @Test
    void reportsMissingQueues() {
        UserError error =
                assertThrows(UserError.class, () -> parse("quantum 8:1538").validateQueues(8));
        assertEquals("quantum 8:1538: there is no queue 8", error.getMessage());
        assertEquals("the port has 8 queues: 0 to 7", error.remedy());
    }

    @Test
    void warnsAboutUnreachableThresholds() {
        PortConfig config = config(2);
        Map<Setting, Long> values = new HashMap<>(config.values());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.MQ_ECN.ordinal());
        values.put(DwrrSetting.PORT_THRESH, 40_000L);
        values.put(DwrrSetting.SHARED_BUFFER, 30_000L);
        values.put(DwrrSetting.BUFFER_MODE, (long) BufferMode.SHARED.ordinal());
        WarningAssertions.assertWarned(
                QdiscKind.DWRR,
                List.of("port-thresh (40000 bytes) is not below "
                        + "shared-buffer (30000 bytes): packets are dropped before any is marked"),
                new PortConfig(QdiscKind.DWRR, values, config.queues()).warnings());
        values.put(DwrrSetting.BUFFER_MODE, (long) BufferMode.STATIC.ordinal());
        WarningAssertions.assertWarned(
                QdiscKind.DWRR,
                List.of("port-thresh (40000 bytes) is not below "
                        + "the smallest queue-buffer (1 bytes): packets are dropped before any is marked"),
                new PortConfig(QdiscKind.DWRR, values, config.queues()).warnings());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.NONE.ordinal());
        assertEquals(List.of(), new PortConfig(QdiscKind.DWRR, values, config.queues()).warnings());
    }

    @Test
    void warnsAboutUselessTimeThresholds() {
        Map<Setting, Long> values = new HashMap<>(config(2).values());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.TCN.ordinal());
        values.put(DwrrSetting.RATE, 1_000_000_000L);
        values.put(DwrrSetting.SHARED_BUFFER, 32_000L);
        values.put(DwrrSetting.BUFFER_MODE, (long) BufferMode.SHARED.ordinal());
        values.put(DwrrSetting.TCN_THRESH, 255_999L);
        assertEquals(List.of(), new PortConfig(QdiscKind.DWRR, values, config(2).queues()).warnings());
        values.put(DwrrSetting.TCN_THRESH, 256_000L);
        WarningAssertions.assertWarned(
                QdiscKind.DWRR,
                List.of("tcn-thresh (256us) is not below the drain time of "
                        + "shared-buffer (32000 bytes) at 1gbit: a queue alone drops packets before any is marked"),
                new PortConfig(QdiscKind.DWRR, values, config(2).queues()).warnings());
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.CODEL.ordinal());
        values.put(DwrrSetting.CODEL_TARGET, 100_000L);
        values.put(DwrrSetting.CODEL_INTERVAL, 100_000L);
        WarningAssertions.assertWarned(
                QdiscKind.DWRR,
                List.of("codel-target (100us) is not below codel-interval (100us): "
                        + "bursts that drain in time are marked"),
                new PortConfig(QdiscKind.DWRR, values, config(2).queues()).warnings());
        values.remove(DwrrSetting.RATE);
        values.put(DwrrSetting.ECN_SCHEME, (long) EcnScheme.TCN.ordinal());
        assertEquals(List.of(), new PortConfig(QdiscKind.DWRR, values, config(2).queues()).warnings(), "of new ports");
    }

    /** A new port keeps K = 30000 at any rate, unless told otherwise. */
    @ParameterizedTest
    @CsvSource({
        "100gbit, mq-ecn, 30000, true",
        "100gbit, per-port, 30000, true",
        "100gbit, per-queue, 30000, true",
        "40gbit, per-queue, 30000, true",
        "10gbit, mq-ecn, 30000, false",
        "1gbit, per-queue, 30000, false",
        "1mbit, per-port, 30000, false",
        "100gbit, mq-ecn, 625000, false",
        "100gbit, tcn, 30000, false",
        "10gbit, per-queue, 400000000, true"
    })
    void warnsAboutThresholdForAnotherRate(String rate, String scheme, long threshold, boolean warned) {
        Map<Setting, Long> values = new HashMap<>(config(2).values());
        values.put(DwrrSetting.RATE, DwrrSetting.RATE.parse(rate));
        values.put(DwrrSetting.ECN_SCHEME, DwrrSetting.ECN_SCHEME.parse(scheme));
        values.put(DwrrSetting.PORT_THRESH, threshold);
        values.put(DwrrSetting.TCN_THRESH, 1_000L);
        values.put(DwrrSetting.SHARED_BUFFER, 2_000_000_000L);
        values.put(DwrrSetting.BUFFER_MODE, (long) BufferMode.SHARED.ordinal());
        Map<Setting, Long> queue = new HashMap<>(config(1).queues().get(0).values());
        queue.put(DwrrSetting.QUEUE_THRESH, threshold);
        List<QueueConfig> queues = List.of(new QueueConfig(0, queue));
        List<String> warnings = new PortConfig(QdiscKind.DWRR, values, queues).warnings();
        assertEquals(warned ? 1 : 0, warnings.size(), warnings.toString());
        if (rate.equals("100gbit") && scheme.equals("mq-ecn") && warned) {
            assertEquals(
                    List.of(
                            "port-thresh (30000 bytes) is 2.4 µs of backlog at 100 Gbit/s, far from C·RTT of usual networks "
                                    + "(RTT 10 µs to 300 ms): 'mqecn limit --suggest --rate 100gbit --rtt TIME' suggests a value"),
                    warnings);
        }
    }

    private static PortConfig portWithDscps(long... sets) {
        List<QueueConfig> queues = IntStream.range(0, sets.length)
                .mapToObj(i -> new QueueConfig(i, Map.of(DwrrSetting.DSCP, sets[i], DwrrSetting.PRIO, 0L)))
                .toList();
        return new PortConfig(QdiscKind.DWRR, Map.of(), queues);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dscp all:46|dscp all:46: a code point belongs to one queue, and more than one gets 46",
                "dscp 1:ef,va 2:40-46|dscp 2:40-46: a code point belongs to one queue, and more than one gets 44,46",
                "pcp 1:5 0:4-7|pcp 0:4-7: a code point belongs to one queue, and more than one gets 5",
            })
    void aCodePointBelongsToOneQueue(String text, String message) {
        assertEquals(message, assertThrows(UserError.class, () -> parse(text)).getMessage());
        parse("dscp all:none 1:46 2:44 pcp 1:5");
    }

    @Test
    void aDefaultQueueExists() {
        assertEquals(
                "default-queue 8: there is no queue 8",
                assertThrows(UserError.class, () -> parse("default-queue 8").validateQueues(8))
                        .getMessage());
        parse("default-queue 7").validateQueues(8);
    }

    @Test
    void undoRestoresTheCodePointsOfEveryQueue() {
        assertEquals(
                List.of("dscp", "0:0", "1:1,46", "2:none", "prio", "1:0"),
                parse("dscp 2:1 prio 1:3").currentArguments(portWithDscps(1, 1L << 46 | 2, 0)));
    }

    @Test
    void aQueueKeepsTheDefaultCodePointsThatNoOtherGets() {
        QdiscRequest complete = parse("queues 3 rate 1gbit dscp 1:46,2").withDefaultsFrom(portWithDscps(1, 2, 4));
        assertEquals(
                List.of(),
                complete.missingFrom(portWithDscpsAndRate(1, 1L << 46 | 4, 0)).arguments());
        assertEquals(
                List.of("dscp", "1:2,46", "2:none"),
                complete.missingFrom(portWithDscpsAndRate(1, 2, 4)).arguments());
    }

    private static PortConfig portWithDscpsAndRate(long... sets) {
        Map<Setting, Long> values = Map.of(DwrrSetting.RATE, 1_000_000_000L, DwrrSetting.QUEUES, (long) sets.length);
        return new PortConfig(QdiscKind.DWRR, values, portWithDscps(sets).queues());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queues 3 prio all:1 0:0|DSCP go to queue 0",
                "queues 3 prio all:0 2:1|DSCP go to queue 0",
                "queues 3 trust pcp prio all:1 0:0|PCP go to queue 0",
                "queues 3 prio 0:1 1:0 2:2|",
                "queues 3 prio all:1 0:0 default-queue 0|",
                "queues 3 prio all:1 0:0 default-queue 2|",
                "queues 3 prio all:5|",
                "queues 3 prio all:1 0:0 dscp 0:ef 1:0-45,47-63|",
                "queues 3|"
            })
    void warnsIfBestEffortHasStrictPriority(String text, String warned) {
        Optional<String> warning = parse(text).defaultQueueWarning();
        assertEquals(
                Optional.ofNullable(warned)
                        .map(field -> "packets without a mapped " + field
                                + ", which has the highest priority: default-queue chooses another"),
                warning);
    }
}

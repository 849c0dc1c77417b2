// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.QueueConfig;
import org.mqecn.port.Setting;
import org.mqecn.testbed.resources.QdiscTreeComparison.ObservedQdisc;
import org.mqecn.topology.QueueingDiscipline.TcQdisc;

@DisplayName("Comparison of qdisc trees: qdiscs of mqecn's modules")
final class QdiscTreeComparisonTest {
    private static final PortConfig DWRR_DEFAULTS =
            new PortConfig(QdiscKind.DWRR, Map.of(DwrrSetting.PORT_THRESH, 30_000L), List.of());

    private static TcQdisc qdisc(QdiscKind kind, String options) {
        return TcQdisc.module("root", "1:", QdiscRequest.parse(kind, List.of(options.split(" "))));
    }

    private static QdiscTreeComparison compareEiffel(String options, Map<String, Long> changed) {
        Map<Setting, Long> actual = new HashMap<>();
        qdisc(QdiscKind.EIFFEL, "policy srpt")
                .request()
                .orElseThrow()
                .withDefaults()
                .assignments()
                .forEach(each -> actual.put(each.setting(), each.value()));
        changed.forEach((key, value) -> actual.put(QdiscKind.EIFFEL.require(key), value));
        return new QdiscTreeComparison(
                List.of(qdisc(QdiscKind.EIFFEL, options)),
                List.of(new ObservedQdisc(
                        "eiffel",
                        "1:",
                        "root",
                        Map.of(),
                        Optional.of(new PortConfig(QdiscKind.EIFFEL, actual, List.of())))));
    }

    private static QdiscTreeComparison compareDwrr(String options, int queues, Map<Setting, Long> actual) {
        return new QdiscTreeComparison(
                List.of(qdisc(QdiscKind.DWRR, options)),
                List.of(new ObservedQdisc(
                        "dwrr",
                        "8001:",
                        "root",
                        Map.of(),
                        Optional.of(new PortConfig(
                                QdiscKind.DWRR,
                                actual,
                                IntStream.range(0, queues)
                                        .mapToObj(queue -> new QueueConfig(queue, Map.of()))
                                        .toList())))),
                request -> request.withDefaultsFrom(DWRR_DEFAULTS));
    }

    private static Map<Setting, Long> dwrr(long queues, long threshold) {
        return Map.of(
                DwrrSetting.RATE,
                1_000_000L,
                DwrrSetting.QUEUES,
                queues,
                DwrrSetting.PORT_THRESH,
                threshold,
                DwrrSetting.ECN_SCHEME,
                1L);
    }

    @Test
    @DisplayName("eiffel's options match exactly; an option that is not given has its default")
    void eiffelOptions() {
        assertEquals(
                List.of(),
                compareEiffel("policy srpt granularity 8us", Map.of()).differences());
        assertEquals(
                List.of("eiffel policy strict: the kernel has srpt", "eiffel granularity 8001ns: the kernel has 8us"),
                compareEiffel("policy strict granularity 8001ns", Map.of()).differences());
        assertEquals(
                List.of("eiffel maxrate none: the kernel has 10mbit"),
                compareEiffel("policy srpt", Map.of("maxrate", 10_000_000L)).differences());
    }

    @Test
    @DisplayName("an option of dwrr is changed in place, with the handle that the kernel has")
    void dwrrOptions() {
        QdiscTreeComparison comparison = compareDwrr("rate 1mbit queues 2", 2, dwrr(2, 77_000));
        assertEquals(List.of("dwrr port-thresh 30000: the kernel has 77000"), comparison.differences());
        assertEquals(List.of(), comparison.structuralDifferences());
        assertEquals(
                List.of("8001: port-thresh 30000"),
                comparison
                        .optionChanges()
                        .map(change -> change.handle() + " "
                                + String.join(" ", change.missing().arguments()))
                        .toList());
    }

    @Test
    @DisplayName("another number of queues is a structural difference")
    void queueCount() {
        QdiscTreeComparison comparison = compareDwrr("rate 1mbit queues 2", 4, dwrr(4, 30_000));
        assertEquals(List.of("dwrr queues 2: the kernel has 4"), comparison.structuralDifferences());
        assertEquals(0, comparison.optionChanges().count());
    }

    @Test
    @DisplayName("a port whose configuration is in sysctls does not match")
    void incompletePort() {
        QdiscTreeComparison comparison = compareDwrr("rate 1mbit queues 2", 2, Map.of(DwrrSetting.RATE, 1_000_000L));
        assertEquals(List.of("dwrr 1: at root: missing"), comparison.differences());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;

@DisplayName("What tc was told and what the kernel has")
final class QdiscOptionComparisonTest {
    private static List<String> ets(String words) {
        return QdiscOptionComparison.differences(
                "ets", Map.of("quanta", List.of(1500L, 3000L, 1514L)), List.of(words.split(" ")));
    }

    private static List<String> red(String words) {
        return QdiscOptionComparison.differences(
                "red", Map.of("probability", List.of(915_513L), "adaptive", List.of(1L)), List.of(words.split(" ")));
    }

    @Test
    @DisplayName("is compared as far as a list was told")
    void lists() {
        assertEquals(List.of(), ets("quanta 1500 3000 priomap 0 1"));
        assertEquals(List.of("ets quanta 1500: the kernel has 1500 3000 1514"), ets("quanta 1500 3001"));
    }

    @Test
    @DisplayName("is not compared where RED adapts it")
    void adaptive() {
        assertEquals(List.of(), red("probability 1.0 adaptive"));
        assertEquals(List.of("red probability 1.0: the kernel has 0.915513"), red("probability 1.0"));
    }

    @Test
    @DisplayName("is compared where fq's timer may be late")
    void slack() {
        Map<String, List<Long>> kernel = Map.of("timer_slack", List.of(10_000L));
        assertEquals(List.of(), QdiscOptionComparison.differences("fq", kernel, List.of("timer_slack", "10us")));
        assertEquals(
                List.of("fq timer_slack 100us: the kernel has 10us"),
                QdiscOptionComparison.differences("fq", kernel, List.of("timer_slack", "100us")));
    }

    @Test
    @DisplayName("is compared to the nanosecond and to the word with eiffel")
    void eiffel() {
        Map<String, List<Long>> kernel = new HashMap<>(Map.of("policy", List.of(2L)));
        QdiscRequest.parse(QdiscKind.EIFFEL, List.of())
                .withDefaults()
                .assignments()
                .forEach(each -> kernel.putIfAbsent(each.setting().key(), List.of(each.value())));
        assertEquals(
                List.of(),
                QdiscOptionComparison.differences("eiffel", kernel, List.of("policy", "srpt", "granularity", "8us")));
        assertEquals(
                List.of("eiffel policy strict: the kernel has srpt", "eiffel granularity 8001ns: the kernel has 8us"),
                QdiscOptionComparison.differences(
                        "eiffel", kernel, List.of("policy", "strict", "granularity", "8001ns")));
        kernel.put("maxrate", List.of(10_000_000L));
        assertEquals(
                List.of("eiffel maxrate none: the kernel has 10mbit"),
                QdiscOptionComparison.differences("eiffel", kernel, List.of("policy", "srpt")),
                "what is left open has its default");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Comparison of the options of Linux qdiscs")
final class QdiscOptionComparisonTest {
    private static List<String> ets(String options) {
        return QdiscOptionComparison.differences(
                "ets", Map.of("quanta", List.of(1500L, 3000L, 1514L)), List.of(options.split(" ")));
    }

    private static List<String> red(String options) {
        return QdiscOptionComparison.differences(
                "red", Map.of("probability", List.of(915_513L), "adaptive", List.of(1L)), List.of(options.split(" ")));
    }

    @Test
    @DisplayName("a list is compared up to its given length")
    void lists() {
        assertEquals(List.of(), ets("quanta 1500 3000 priomap 0 1"));
        assertEquals(List.of("ets quanta 1500: the kernel has 1500 3000 1514"), ets("quanta 1500 3001"));
    }

    @Test
    @DisplayName("the probability of an adaptive RED is ignored")
    void adaptive() {
        assertEquals(List.of(), red("probability 1.0 adaptive"));
        assertEquals(List.of("red probability 1.0: the kernel has 0.915513"), red("probability 1.0"));
    }

    @Test
    @DisplayName("timer_slack of fq is compared")
    void slack() {
        Map<String, List<Long>> kernel = Map.of("timer_slack", List.of(10_000L));
        assertEquals(List.of(), QdiscOptionComparison.differences("fq", kernel, List.of("timer_slack", "10us")));
        assertEquals(
                List.of("fq timer_slack 100us: the kernel has 10us"),
                QdiscOptionComparison.differences("fq", kernel, List.of("timer_slack", "100us")));
    }
}

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

    private static List<String> netem(String options) {
        return QdiscOptionComparison.differences(
                "netem",
                Map.of(
                        "delay", List.of(2_000_000L),
                        "jitter", List.of(500_000L),
                        "loss", List.of(1_000L),
                        "corrupt", List.of(0L),
                        "duplicate", List.of(20_000L),
                        "reorder", List.of(250_000L)),
                List.of(options.split(" ")));
    }

    @Test
    @DisplayName("each impairment of netem is compared; one that is not given is zero")
    void impairments() {
        assertEquals(List.of(), netem("delay 2000us 500us loss 0.1% duplicate 2% reorder 25% limit 10"));
        assertEquals(
                List.of(
                        "netem jitter 400us: the kernel has 500us",
                        "netem loss 0.2%: the kernel has 0.001",
                        "netem corrupt 1%: the kernel has 0",
                        "netem duplicate 0%: the kernel has 0.02",
                        "netem reorder 0%: the kernel has 0.25"),
                netem("delay 2000us 400us loss 0.2% corrupt 1%"));
        assertEquals(
                List.of("netem jitter 0us: the kernel has 500us"),
                netem("delay 2000us loss 0.1% duplicate 2% reorder 25%"));
    }
}

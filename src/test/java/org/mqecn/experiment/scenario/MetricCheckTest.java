// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A check")
final class MetricCheckTest {
    @ParameterizedTest
    @CsvSource({"651, 10, 716, true", "651, 10, 717, false", "651, 10, 586, true", "651, 10, 585, false"})
    void acceptsValuesNearThePaper(double paper, double within, double measured, boolean passes) {
        assertEquals(passes, check(Map.of(), paper, OptionalDouble.of(within)).passes(measured));
    }

    @ParameterizedTest
    @CsvSource({
        "-72.8, 10, -63, true",
        "-72.8, 10, -62, false",
        "-2.85, 10, 1, false",
        "0, 2.7, 2.6, true",
        "0, 2.7, -2.8, false"
    })
    void acceptsChangesNearThePaperInItsDirection(double paper, double within, double measured, boolean passes) {
        assertEquals(
                passes,
                check(Map.of("scheme", "per-queue"), paper, OptionalDouble.of(within))
                        .passes(measured));
    }

    @ParameterizedTest
    @CsvSource({"-72.8, -1, true", "-72.8, 1, false"})
    void acceptsAnySizeOfChangeInTheDirection(double paper, double measured, boolean passes) {
        assertEquals(
                passes,
                check(Map.of("scheme", "per-queue"), paper, OptionalDouble.empty())
                        .passes(measured));
    }

    @ParameterizedTest
    @CsvSource({"-1, -0.1, true, down", "-1, 0.1, false, down", "1, 0.1, true, up", "1, 0, false, up"})
    void needsNoPaperForADirection(double sign, double measured, boolean passes, String direction) {
        MetricCheck metricCheck = new MetricCheck(
                "rtt_avg_us", Map.of(), Map.of("order", "fq"), sign, OptionalDouble.empty(), "", Optional.empty(), "");

        assertEquals(passes, metricCheck.passes(measured));
        assertEquals(Optional.of(direction), metricCheck.direction());
    }

    private static MetricCheck check(Map<String, String> against, double paper, OptionalDouble within) {
        return new MetricCheck("rtt_avg_us", Map.of(), against, paper, within, "paper", Optional.empty(), "");
    }
}

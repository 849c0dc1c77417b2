// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.testbed.SampleTestbeds;
import org.mqecn.topology.Link;

@DisplayName("The result of saturating a port of 100 Mbit/s for a second")
final class SaturationResultTest {
    private static final NamespacedDevice PORT = new NamespacedDevice("", "br0-server1");

    private static SaturationResult result(double sentMegabits, double idle) {
        Link link = SampleTestbeds.video().links().get(0);
        SaturationPlan plan = new SaturationPlan(new NetworkPath.PathHop(link, link.to()), List.of(), true);
        return new SaturationResult(
                plan,
                PORT,
                Map.of(PORT, new QueueSample("tbf", 1e4, idle, 1514, 1, 1e6 * sentMegabits, 0, OptionalLong.empty())),
                "");
    }

    @ParameterizedTest(name = "{0} Mbit sent, idle ratio {1}")
    @CsvSource({
        "100, 0, false, false, false",
        "93.1, 0, false, false, false",
        "102.1, 0, false, false, false",
        "103, 0, true, false, false",
        "85, 0, false, true, true",
        "85, 0.05, false, true, true",
        "85, 0.2, false, true, false",
        "1, 1, false, true, false",
    })
    @DisplayName("exceeds its rate, is below it, or is below it even while busy")
    void classifiesRates(double sent, double idle, boolean fast, boolean isShort, boolean slow) {
        SaturationResult result = result(sent, idle);
        assertEquals(
                List.of(fast, isShort, slow),
                List.of(result.exceedsRate(), result.isBelowRate(), result.isBelowRateWhileBusy()));
    }

    @Test
    @DisplayName("is neither without a qdisc on the port")
    void withoutQdisc() {
        SaturationResult result = new SaturationResult(result(1, 0).plan(), PORT, Map.of(), "");
        assertFalse(result.exceedsRate() || result.isBelowRate() || result.isBelowRateWhileBusy());
    }
}

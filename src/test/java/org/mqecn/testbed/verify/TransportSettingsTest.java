// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.topology.GsoMode;
import org.mqecn.topology.NetworkStack;
import org.mqecn.value.RouteMetrics;

@DisplayName("What the file says about ECN")
final class TransportSettingsTest {
    private static TransportSettings settings(String text) {
        String[] words = text.split(" ");
        return new TransportSettings(
                Optional.of(words[0]).filter(word -> !word.equals("-")),
                Optional.of(words[1]).filter(word -> !word.equals("-")));
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "dctcp 1, dctcp 1, negotiated",
        "dctcp -, dctcp 0, negotiated",
        "dctcp 1, cubic 1, ruled out",
        "dctcp 1, - -, ruled out",
        "cubic 1, dctcp 1, negotiated",
        "cubic 1, cubic 1, negotiated",
        "cubic 1, - -, negotiated",
        "cubic 1, cubic 2, negotiated",
        "cubic 1, - 0, ruled out",
        "cubic 0, dctcp 1, ruled out",
        "- 0, - 1, ruled out",
        "- -, dctcp 1, open",
        "cubic -, cubic 1, open",
        "- 2, cubic 1, open",
    })
    void ecn(String from, String to, String expected) {
        boolean negotiated = settings(from).negotiatesEcnWith(settings(to));
        boolean ruledOut = settings(from).rulesOutEcnWith(settings(to));
        assertEquals(expected, negotiated ? "negotiated" : ruledOut ? "ruled out" : "open");
    }

    @Test
    @DisplayName("keys and sysctls count alike")
    void sysctls() {
        NetworkStack stack = new NetworkStack(
                Optional.empty(),
                Optional.of(true),
                RouteMetrics.NONE,
                Duration.ZERO,
                Optional.empty(),
                GsoMode.OFF,
                Map.of(NetworkStack.CONGESTION_CONTROL_SYSCTL, "dctcp"));
        assertEquals(settings("dctcp 1"), TransportSettings.of(stack));
    }
}

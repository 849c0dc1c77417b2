// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.GoldenFile;
import org.mqecn.monitor.ActivityColumn;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.PortActivity;

/** Screens after keys were pressed. */
final class TopViewTest {
    private static final List<PortActivity> PORTS =
            List.of(ActivityViewTest.activity(EcnScheme.MQ_ECN), ActivityViewTest.eiffel());

    private static TopState press(String keys) {
        TopState state = TopState.INITIAL;
        for (int key : keys.chars().toArray()) {
            state = state.press(key);
        }
        return state;
    }

    private static String screen(int width, int height, String keys) {
        return new TopView(width, height, TextStyle.PLAIN)
                .lines("12:00:00", PORTS, press(keys)).stream().collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void screens() {
        GoldenFile.assertEquals(
                "top.txt",
                Stream.of("", "s", "sr", "ssssss", "i", "/eth0\r", "/eth", "p", "S")
                        .map(keys -> "keys: " + keys.replace("\r", "⏎") + "\n" + screen(140, 24, keys))
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void narrowAndLow() {
        GoldenFile.assertEquals("top-small.txt", screen(50, 6, ""));
        assertTrue(screen(50, 6, "").lines().allMatch(line -> line.length() <= 50), "it fits");
        assertEquals(6, screen(50, 6, "").lines().count());
    }

    @ParameterizedTest
    @CsvSource({"q, true", "Q, true", "/q, false", "/ab\u001bq, true", "^, true", "/^, true", "sSrip/x, false"})
    void quits(String keys, boolean quit) {
        assertEquals(quit, press(keys.replace('^', '\u0003')).quit()); // Ctrl-C
    }

    @Test
    void keysEditTheFilter() {
        assertEquals("eth", press("/ethx\u007f").filter());
        assertEquals("", press("/\u007f\b").filter());
        assertEquals("", press("/eth\u001b").filter());
        assertEquals(15, press("/" + "x".repeat(99)).filter().length());
        assertEquals(TopState.INITIAL, press("pp"));
        assertEquals(TopState.INITIAL, press("s".repeat(ActivityColumn.ALL.size() + 1)), "around all columns");
        assertEquals(TopState.INITIAL, press("sSSsrrii"));
    }

    @Test
    void noPorts() {
        assertTrue(new TopView(80, 24, TextStyle.PLAIN)
                .lines("12:00:00", List.of(), TopState.INITIAL)
                .get(2)
                .startsWith("no port in this network namespace"));
        assertTrue(screen(80, 24, "/nosuch").contains("no queue matches"));
    }

    @Test
    void queuesAboveKAndWithDropsAreColoured() {
        List<String> lines = new TopView(140, 24, TextStyle.COLOURED).lines("12:00:00", PORTS, TopState.INITIAL);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("\u001b[31meth1") && line.contains("  1  ")),
                lines.toString());
    }
}

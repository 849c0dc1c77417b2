// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.traffic.video.BitrateAdaptation.PlayerState;
import org.mqecn.value.UserError;

/** Adaptation with bitrates of 1, 2, 3 and 4 Mbit/s. */
final class BitrateAdaptationTest {
    private static final List<Long> BITRATES = List.of(1_000_000L, 2_000_000L, 3_000_000L, 4_000_000L);
    private static final long SECOND = 1_000_000_000;

    /** A buffer of 240 s, as in the paper: a reservoir of 90 s, f(B) = 1 Mbit/s + 3 Mbit/s (B - 90 s) / 126 s. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "90, 3, 0",
        "91, 0, 0",
        "131, 0, 0",
        "132, 0, 0",
        "133, 0, 1",
        "133, 1, 1",
        "173, 1, 1",
        "175, 1, 2",
        "215, 1, 2",
        "216, 0, 3",
        "240, 2, 3",
        "175, 3, 3",
        "173, 3, 2",
        "133, 3, 2",
        "131, 3, 1",
        "131, 2, 1",
        "133, 2, 2",
        "91, 1, 1",
        "91, 2, 1"
    })
    void bufferBased(long seconds, int previous, int chosen) {
        PlayerState playerState = new PlayerState(BITRATES, previous, seconds * SECOND, 240 * SECOND, List.of());
        assertEquals(chosen, BitrateAdaptation.parse("buffer").choose(playerState));
    }

    @Test
    void rateBasedUsesHarmonicMeanOfFiveSegments() {
        assertEquals(0, byRate());
        assertEquals(3, byRate(4_000_000));
        assertEquals(2, byRate(3_999_999));
        assertEquals(0, byRate(1, 4_000_000));
        assertEquals(1, byRate(2_000_000, 2_000_000, 6_000_000));
        assertEquals(3, byRate(1, 4_000_000, 4_000_000, 4_000_000, 4_000_000, 4_000_000));
    }

    private static int byRate(long... throughputs) {
        return BitrateAdaptation.parse("rate")
                .choose(new PlayerState(
                        BITRATES,
                        0,
                        0,
                        SECOND,
                        Arrays.stream(throughputs).boxed().toList()));
    }

    @Test
    void fixedStaysBelowItsRate() {
        PlayerState playerState = new PlayerState(BITRATES, 0, 0, SECOND, List.of());
        assertEquals(1, BitrateAdaptation.parse("fixed:2mbit").choose(playerState));
        assertEquals(1, BitrateAdaptation.parse("fixed:2999kbit").choose(playerState));
        assertEquals(0, BitrateAdaptation.parse("fixed:10kbit").choose(playerState));
    }

    @Test
    void unknownAlgorithm() {
        UserError error = assertThrows(UserError.class, () -> BitrateAdaptation.parse("bufer"));
        assertTrue(error.isUsage() && error.remedy().startsWith("did you mean 'buffer'?"), error.remedy());
        assertThrows(UserError.class, () -> BitrateAdaptation.parse("fixed:fast"));
    }
}

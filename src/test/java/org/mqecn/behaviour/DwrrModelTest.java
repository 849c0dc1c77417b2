// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.behaviour.dwrr.PatternCheck;
import org.mqecn.behaviour.dwrr.SourcePatterns;

/**
 * Sends random traffic through random ports. The model predicts the queue of each packet, its fate, its mark and its
 * departure, to the nanosecond.
 */
@Tag("tools")
@DisplayName("The sources of dwrr agree with the model")
class DwrrModelTest {
    private static final int PATTERNS = 1_000;
    private static final int MAX_MTU = 9_000;
    /** 400 Gbit/s. */
    private static final long MAX_RATE = 50_000_000_000L;

    @Test
    @DisplayName("packet by packet")
    void compare(@TempDir Path folder) {
        new PatternCheck(new SourcePatterns(folder)::run, MAX_RATE, MAX_MTU, Set.of()).check(PATTERNS);
    }
}

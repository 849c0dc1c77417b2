// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mqecn.behaviour.dwrr.PatternCheck;

/** As {@link DwrrModelTest}, with the module in a kernel: packets, queues and timers are real, times those of its clock. */
@Tag("lab")
@DisplayName("A dwrr port agrees with the model")
class DwrrGuestModelTest {
    private static final int MTU = 1_500;
    /** 20 Mbit/s: even the smallest packet takes longer to send than a burst to arrive. */
    private static final long MAX_RATE = 2_500_000;

    /** What has a timer of its own, or averages over times: here, times are not exact. */
    private static final Set<String> DEPEND_ON_EXACT_TIMES = Set.of("abm", "mq-ecn-general", "pi2", "red-weight");

    private static final int PATTERNS = TestGuest.DEBUG ? 50 : 400;

    @Test
    @DisplayName("packet by packet")
    void compare() {
        new PatternCheck(GuestPatterns::run, MAX_RATE, MTU, DEPEND_ON_EXACT_TIMES).check(PATTERNS);
    }
}

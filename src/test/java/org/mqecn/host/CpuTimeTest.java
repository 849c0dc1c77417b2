// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CPU time")
final class CpuTimeTest {
    /** Of Linux 6.18: user nice system idle iowait irq softirq steal guest guest_nice. */
    private static final String ALL =
            """
            cpu  3390500 201900 2153348 1383310 5360 100 2973 2271 1 0
            cpu0 1695256 100933 1076674 691655 2680 50 1486 1135 0 0
            cpu1 1695244 100967 1076674 691655 2680 50 1487 1136 1 0
            intr 1234
            """;
    /** Of Linux 6.1 with NO_HZ, while it paced 1000 flows: no ticks while a CPU is idle. */
    private static final String EARLIER =
            """
            cpu  362 0 391 712 0 0 375 0 0 0
            cpu0 362 0 391 712 0 0 375 0 0 0
            """;

    private static final String LATER =
            """
            cpu  368 0 415 946 0 0 458 0 0 0
            cpu0 368 0 415 946 0 0 458 0 0 0
            """;
    private static final String OWN =
            "3290 (a (strange) name) S 1868 1868 468 0 -1 4194304 101 7 8 9 2500 1500 3 4 20 0";

    @Test
    @DisplayName("is the sum over all CPUs in seconds; nice is included in user, iowait in idle")
    void all() {
        CpuTime time = CpuTime.parse(ALL, OWN, 40_000);

        assertEquals(new CpuTime(80_000, 35_924, 21_533.48, 13_886.7, 22.71, 40), time);
        assertEquals(80_000 - 13_886.7 - 22.71, time.busy(), 1e-6);
    }

    @Test
    @DisplayName("includes time between ticks; busy time that no program used is that of interrupts")
    void tickless() {
        CpuTime time = CpuTime.parse(LATER, OWN, 14).since(CpuTime.parse(EARLIER, OWN, 10));

        assertEquals(4 - 2.34, time.busy(), 1e-6);
        assertEquals(4 - 2.34 - 0.06 - 0.24, time.interrupts(), 1e-6);
    }

    @Test
    @DisplayName("of other programs is the rest of user and system time, and never negative")
    void others() {
        CpuTime before = CpuTime.parse(ALL, OWN, 0);
        CpuTime after =
                CpuTime.parse(ALL.replace("cpu  3390500", "cpu  3390700"), OWN.replace("2500 1500", "2550 1530"), 0);

        assertEquals(2.0 - 0.8, after.since(before).otherProcesses(), 1e-6);
        assertEquals(0, before.since(after).otherProcesses());
    }
}

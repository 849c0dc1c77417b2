// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Processor time")
final class ProcessorTimeTest {
    /** Of Linux 6.18: user nice system idle iowait irq softirq steal guest guest_nice. */
    private static final String ALL = """
            cpu  3390500 201900 2153348 1383310 5360 100 2973 2271 1 0
            cpu0 1695256 100933 1076674 691655 2680 50 1486 1135 0 0
            intr 1234
            """;
    private static final String OWN = "3290 (a (strange) name) S 1868 1868 468 0 -1 4194304 101 7 8 9 2500 1500 3 4 20 0";

    @Test
    @DisplayName("is that of all processors, in seconds; nice counts as user")
    void all() {
        ProcessorTime time = ProcessorTime.parse(ALL, OWN);

        assertEquals(new ProcessorTime(35924, 21533.48, 1.0, 29.73, 22.71, 40), time);
        assertEquals(35924 + 21533.48 + 1 + 29.73, time.busy(), 1e-6);
    }

    @Test
    @DisplayName("of others is what is left of user and system, and never less than nothing")
    void others() {
        ProcessorTime before = ProcessorTime.parse(ALL, OWN);
        ProcessorTime after = ProcessorTime.parse(ALL.replace("cpu  3390500", "cpu  3390700"),
                OWN.replace("2500 1500", "2550 1530"));

        assertEquals(2.0 - 0.8, after.since(before).others(), 1e-6);
        assertEquals(0, before.since(after).others());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StockQdiscArgumentsTest {
    @Test
    void formatsNumbersTimesFlagsAndRates() {
        Map<String, List<Long>> options = new LinkedHashMap<>();
        options.put("limit", List.of(500L));
        options.put("pacing", List.of(0L));
        options.put("maxrate", List.of(7_000_000L));
        options.put("ce_threshold", List.of(250_000L));
        options.put("timer_slack", List.of(10_000L));
        assertEquals(
                Optional.of(List.of(
                        "limit",
                        "500",
                        "nopacing",
                        "maxrate",
                        "7000000bit",
                        "ce_threshold",
                        "250us",
                        "timer_slack",
                        "10000ns")),
                StockQdiscArguments.format("fq", options));
    }

    /** As the kernel stores a time that tc sets, and reads it back. */
    private static long storeCodelTime(long us) {
        long stored = us * 1000 >> 10;
        return (stored << 10) / 1000;
    }

    @Test
    void timesOfCodelAreThoseThatReadBackTheSame() {
        for (long us = 1; us < 200_000; us++) {
            long found = storeCodelTime(us);
            String word = StockQdiscArguments.format("codel", Map.of("target", List.of(found * 1000)))
                    .orElseThrow()
                    .get(1);
            assertEquals(found, storeCodelTime(Long.parseLong(word.replace("us", ""))));
        }
    }

    @Test
    void leavesOtherKindsAlone() {
        assertEquals(Optional.empty(), StockQdiscArguments.format("htb", Map.of()));
    }
}

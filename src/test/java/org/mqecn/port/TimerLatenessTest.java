// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Late timers")
final class TimerLatenessTest {
    private static final long BUCKET_NS = 20_000;

    /** A port of 20 Mbit/s, 2500 bytes a ms. */
    private static Port port(String parent, long bucket, long timers, long lost, long sent) {
        Map<Setting, Long> values = new HashMap<>();
        for (Setting setting : DwrrSetting.values()) {
            values.put(setting, 1L);
        }
        values.put(DwrrSetting.RATE, 20_000_000L);
        values.put(DwrrSetting.BUCKET, bucket);
        Counters counters = new Counters(
                Map.of(DwrrCounter.LATE_TIMERS, timers, DwrrCounter.LOST_BYTES, lost, DwrrCounter.SENT_BYTES, sent));
        return new Port(
                "eth1",
                "dwrr",
                "1:",
                parent,
                new PortConfig(QdiscKind.DWRR, values, List.of()),
                PortStats.ofQueues(counters, List.of()));
    }

    private static Optional<String> describe(Port port) {
        return TimerLateness.of(port).map(TimerLateness::describe);
    }

    @Test
    @DisplayName("are described by what they cost, how late they were, and the bucket that suffices")
    void describesCost() {
        assertEquals(
                Optional.of(
                        "late timers cost 60.0 % of the rate: 100 expired 1.22 ms late on average; a deeper bucket makes"
                                + " up for that, in bursts: 'mqecn set eth1 bucket 5ms'"),
                describe(port("root", BUCKET_NS, 100, 300_000, 200_000)));
    }

    @Test
    @DisplayName("later than the deepest bucket need another remedy")
    void knowsTheDeepestBucket() {
        assertTrue(describe(port("root", 100_000_000, 4, 1_000_000, 1_000_000))
                .orElseThrow()
                .endsWith("; no bucket is deep enough for that"));
    }

    @Test
    @DisplayName("are not worth a word below 1 % of the rate, or if there were less than three")
    void ignoresLittle() {
        assertEquals(Optional.empty(), describe(port("root", BUCKET_NS, 0, 0, 0)));
        assertEquals(Optional.empty(), describe(port("root", BUCKET_NS, 2, 500_000, 500_000)));
        assertEquals(Optional.empty(), describe(port("root", BUCKET_NS, 3, 9_900, 990_100)));
        assertTrue(describe(port("root", BUCKET_NS, 3, 10_000, 990_000)).isPresent());
    }

    @Test
    @DisplayName("count from an earlier reading")
    void comparesReadings() {
        Port before = port("root", BUCKET_NS, 100, 300_000, 200_000);
        Port later = port("root", BUCKET_NS, 110, 301_000, 1_199_000);
        assertEquals(Optional.empty(), TimerLateness.since(before.stats().port(), later));
        assertTrue(TimerLateness.of(later).isPresent());
    }

    @Test
    @DisplayName("are not told from a slow parent")
    void ignoresPortsBelowAnother() {
        assertEquals(Optional.empty(), describe(port("parent 2:1", BUCKET_NS, 100, 300_000, 200_000)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mqecn.traffic.video.SessionRecord.SegmentRecord;
import org.mqecn.traffic.video.SessionRecord.Stall;
import org.mqecn.traffic.video.StreamingSummary.QuantityStatistics;
import org.mqecn.traffic.video.StreamingSummary.QuantityUnit;

final class StreamingSummaryTest {
    private static SessionRecord session(
            int number, boolean warmUp, long delay, List<Stall> stalls, Optional<String> failure) {
        SegmentRecord low =
                new SegmentRecord(0, 1_000_000, 2_000_000_000L, new HttpTransfer(250_000, 0, 10, 1_000_000_000L), 0);
        SegmentRecord high =
                new SegmentRecord(1, 4_000_000, 1_000_000_000L, new HttpTransfer(500_000, 0, 10, 500_000_000L), 0);
        return new SessionRecord(
                number,
                URI.create("http://server/"),
                warmUp,
                0,
                delay < 0 ? OptionalLong.empty() : OptionalLong.of(delay),
                9,
                stalls,
                List.of(low, high),
                failure);
    }

    @Test
    void percentilesAreInterpolated() {
        List<SessionRecord> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            all.add(session(
                    i, false, i, i == 20 ? List.of(new Stall(1, 5), new Stall(9, 6)) : List.of(), Optional.empty()));
        }
        all.add(session(21, true, 1_000, List.of(), Optional.empty()));
        all.add(session(22, false, -1, List.of(), Optional.of("timeout")));
        StreamingSummary summary = StreamingSummary.of(all);
        assertEquals(21, summary.sessions());
        assertEquals(1, summary.failed());
        assertEquals(1, summary.warmUp());
        assertEquals(21 * 750_000, summary.bytes());
        assertStatistics(
                new QuantityStatistics("start-up delay", QuantityUnit.NANOSECONDS, 20, 10.5, 10.5, 19.05, 20),
                summary.rows().get(0));
        assertStatistics(
                new QuantityStatistics("stalls", QuantityUnit.COUNT, 20, 0.1, 0, 0.1, 2),
                summary.rows().get(1));
        assertStatistics(
                new QuantityStatistics("stall time", QuantityUnit.NANOSECONDS, 20, 0.55, 0, 0.55, 11),
                summary.rows().get(2));
        assertStatistics(
                new QuantityStatistics(
                        "mean bitrate", QuantityUnit.BITS_PER_SECOND, 20, 2_000_000, 2_000_000, 2_000_000, 2_000_000),
                summary.rows().get(3));
        assertStatistics(
                new QuantityStatistics(
                        "segment: throughput",
                        QuantityUnit.BITS_PER_SECOND,
                        42,
                        5_000_000,
                        5_000_000,
                        8_000_000,
                        8_000_000),
                summary.rows().get(7));
    }

    private static void assertStatistics(QuantityStatistics expected, QuantityStatistics actual) {
        assertEquals(expected.quantity(), actual.quantity());
        assertEquals(expected.quantityUnit(), actual.quantityUnit());
        assertEquals(expected.count(), actual.count());
        assertEquals(expected.mean(), actual.mean(), 1e-6);
        assertEquals(expected.median(), actual.median(), 1e-6);
        assertEquals(expected.percentile95(), actual.percentile95(), 1e-6);
        assertEquals(expected.max(), actual.max(), 1e-6);
    }

    @Test
    void noSessions() {
        assertStatistics(
                new QuantityStatistics("stalls", QuantityUnit.COUNT, 0, 0, 0, 0, 0),
                StreamingSummary.of(List.of()).rows().get(1));
    }
}

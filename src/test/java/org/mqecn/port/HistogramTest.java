// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    @Test
    void bucketsFollowEachOther() {
        Histogram all = new Histogram(6, 0, Collections.nCopies(Histogram.BUCKETS, 1L), 0, Long.MAX_VALUE);
        long begin = 0;
        for (Histogram.Bucket bucket : all.buckets()) {
            assertEquals(begin, bucket.begin());
            long width = bucket.end() - bucket.begin();
            assertTrue(width == 64 || width * 4 <= bucket.begin(), "a quarter of an octave: " + bucket);
            begin = bucket.end();
        }
        assertEquals(all.octaveBegin(Histogram.octaves()), begin);
    }

    @Test
    void countsWhatIsBelowAnOctave() {
        Histogram histogram = new Histogram(8, 3, List.of(1L, 10L, 100L, 1000L, 10_000L, 100_000L), 0, 0);
        assertEquals(1024, histogram.octaveBegin(0));
        assertEquals(1, histogram.packetsBelowOctave(0));
        assertEquals(11_111, histogram.packetsBelowOctave(1));
        assertEquals(111_111, histogram.packetsBelowOctave(2));
    }

    @Test
    void quantilesAreTheMiddleOfTheirBucket() {
        Histogram histogram = new Histogram(6, 8, List.of(90L, 0L, 9L, 1L), 0, 930);
        assertEquals(OptionalLong.of(8 * 64 + 64), histogram.quantile(0.5));
        assertEquals(OptionalLong.of(8 * 64 + 64), histogram.quantile(0.9));
        assertEquals(OptionalLong.of(12 * 64 + 64), histogram.quantile(0.99));
        assertEquals(OptionalLong.of(930), histogram.quantile(0.999), "no more than the highest value");
        assertEquals(OptionalLong.empty(), new Histogram(6, 0, List.of(), 0, 0).quantile(0.5));
    }

    @Test
    void differencesOfReadings() {
        Histogram earlier = new Histogram(6, 10, List.of(5L, 6L), 1000, 7);
        Histogram later = new Histogram(6, 9, List.of(1L, 5L, 8L, 2L), 1500, 9);
        assertEquals(new Histogram(6, 9, List.of(1L, 0L, 2L, 2L), 500, 9), later.since(earlier));
        assertEquals(earlier, earlier.since(later), "cleared since");
    }
}

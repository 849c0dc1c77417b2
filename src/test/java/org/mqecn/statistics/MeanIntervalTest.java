// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The confidence interval of a mean")
final class MeanIntervalTest {
    /** 4.3027 is the 97.5th percentile of t with two degrees of freedom in every table. */
    @Test
    @DisplayName("is that of Student's t distribution")
    void tTable() {
        MeanInterval interval = MeanInterval.of(9, 10, 11).orElseThrow();
        assertEquals(10, interval.mean());
        assertEquals(1, interval.deviation());
        assertEquals(4.3027 / Math.sqrt(3), interval.halfWidth(), 1e-4);
    }

    @Test
    @DisplayName("is not known of one value")
    void single() {
        assertFalse(MeanInterval.of(7).orElseThrow().hasInterval());
        assertEquals(0, MeanInterval.of(7).orElseThrow().halfWidth());
        assertFalse(MeanInterval.of().isPresent());
    }

    @Test
    @DisplayName("covers the true mean as often as it says")
    void coverage() {
        Random random = new Random(1);
        int covered = 0;
        int trials = 4000;
        for (int i = 0; i < trials; i++) {
            MeanInterval interval = MeanInterval.of(DoubleStream.generate(() -> 5 + random.nextGaussian())
                            .limit(4)
                            .toArray())
                    .orElseThrow();
            covered += Math.abs(interval.mean() - 5) <= interval.halfWidth() ? 1 : 0;
        }
        assertEquals(0.95, covered / (double) trials, 0.01);
    }

    @Test
    @DisplayName("tells how many values a narrower one needs")
    void needed() {
        MeanInterval interval = MeanInterval.of(9, 10, 11).orElseThrow();
        int needed = interval.countFor(0.5);
        assertEquals(18, needed);
        assertEquals(3, interval.countFor(3));
    }
}

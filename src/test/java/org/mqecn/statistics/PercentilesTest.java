// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PercentilesTest {
    /** {@code numpy.percentile([15, 20, 35, 40, 50], [0, 5, 30, 40, 50, 99, 100])} */
    @Test
    void agreesWithNumpysDefault() {
        assertArrayEquals(
                new double[] {15, 16, 23, 29, 35, 49.6, 50},
                Percentiles.of(40, 15, 50, 20, 35).at(new double[] {0, 5, 30, 40, 50, 99, 100}),
                1e-12);
    }

    @Test
    void samplesKeepTheirOrder() {
        double[] samples = {3, 1, 2};
        assertEquals(2, Percentiles.of(samples).median());
        assertArrayEquals(new double[] {3, 1, 2}, samples);
    }

    @Test
    void singleSampleIsEachPercentile() {
        assertEquals(7, Percentiles.of(7).at(1));
        assertEquals(7, Percentiles.of(7).at(99));
    }

    @Test
    void noSamplesHaveNoPercentile() {
        assertTrue(Percentiles.of().isEmpty());
        assertTrue(Double.isNaN(Percentiles.of().median()));
    }
}

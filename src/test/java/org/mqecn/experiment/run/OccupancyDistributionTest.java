// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.result.QueueRow;

@DisplayName("The occupancy of a port over time")
final class OccupancyDistributionTest {
    private static QueueRow row(long timeUs, int queue, long bytes) {
        return new QueueRow(timeUs, queue, bytes, null, null, 0);
    }

    /** Empty until 100, then 1000 in queue 0; queue 1 adds 500 from 190 on; empty from 200 on. */
    private static final List<QueueRow> ROWS =
            List.of(row(0, 0, 0), row(0, 1, 0), row(100, 0, 1000), row(190, 1, 500), row(200, 0, 0), row(200, 1, 0));

    @Test
    @DisplayName("weights each occupancy by its time, within the window")
    void weighted() {
        OccupancyDistribution whole = OccupancyDistribution.of(ROWS, 0, 200);
        assertEquals((90 * 1000 + 10 * 1500) / 200.0, whole.mean());
        assertEquals(0, whole.quantile(0.5));
        assertEquals(1000, whole.quantile(0.51));
        assertEquals(1000, whole.quantile(0.95));
        assertEquals(1500, whole.quantile(0.99));
        assertEquals(1000, OccupancyDistribution.of(ROWS, 110, 180).quantile(0.01));
    }

    @Test
    @DisplayName("keeps the last sample until the end of the window")
    void lastSample() {
        assertEquals(0, OccupancyDistribution.of(ROWS, 300, 400).quantile(1));
        assertEquals(100, OccupancyDistribution.of(ROWS, 300, 400).totalUs());
        assertTrue(OccupancyDistribution.of(List.of(), 0, 100).isEmpty());
    }
}

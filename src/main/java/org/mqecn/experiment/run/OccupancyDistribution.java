// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mqecn.result.QueueRow;

/**
 * How long a port had which occupancy, summed over its queues. A sample is in force until the next one.
 *
 * @param timeUs by occupancy in bytes
 * @param totalUs sum of these times
 */
record OccupancyDistribution(TreeMap<Long, Long> timeUs, long totalUs) {
    /** Computes it from the rows of a port, in order of time, for a window. */
    static OccupancyDistribution of(List<QueueRow> rows, long fromUs, long toUs) {
        Map<Integer, Long> now = new TreeMap<>();
        TreeMap<Long, Long> times = new TreeMap<>();
        for (int i = 0; i < rows.size() && rows.get(i).timeUs() < toUs; i++) {
            QueueRow row = rows.get(i);
            now.put(row.queue(), row.backlogBytes());
            long nextUs = i + 1 < rows.size() ? Math.min(rows.get(i + 1).timeUs(), toUs) : toUs;
            long inWindow = nextUs - Math.max(row.timeUs(), fromUs);
            if (inWindow > 0) {
                times.merge(now.values().stream().mapToLong(Long::longValue).sum(), inWindow, Long::sum);
            }
        }
        return new OccupancyDistribution(
                times, times.values().stream().mapToLong(Long::longValue).sum());
    }

    boolean isEmpty() {
        return totalUs == 0;
    }

    /** The mean over time, in bytes. */
    double mean() {
        return timeUs.entrySet().stream()
                        .mapToDouble(entry -> (double) entry.getKey() * entry.getValue())
                        .sum()
                / totalUs;
    }

    /** The least occupancy, in bytes, that the port did not exceed for this share of the time. */
    long quantile(double share) {
        long sum = 0;
        for (Map.Entry<Long, Long> entry : timeUs.entrySet()) {
            sum += entry.getValue();
            if (sum >= share * totalUs) {
                return entry.getKey();
            }
        }
        return timeUs.lastKey();
    }
}

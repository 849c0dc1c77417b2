// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.mqecn.experiment.run.DeviceQueueReader.PortReading;
import org.mqecn.result.QueueRow;

/**
 * Peak occupancy of a port and its queues in a window, in bytes. dwrr counts each packet in its watermark, which is exact if
 * it rose in the window; otherwise the peak is that of the samples.
 *
 * @param queues by index
 */
record PeakOccupancy(long port, Map<Integer, Long> queues) {
    /**
     * Computes it from the rows of a port, in order of time.
     *
     * @param before reading at the begin of the window
     * @param after reading at its end
     */
    static PeakOccupancy of(List<QueueRow> rows, long fromUs, long toUs, PortReading before, PortReading after) {
        PeakOccupancy sampled = ofSamples(rows, fromUs, toUs);
        Map<Integer, Long> queues = new TreeMap<>(sampled.queues);
        for (int i = 0; i < Math.min(before.queues().size(), after.queues().size()); i++) {
            OptionalLong earlier = before.queues().get(i).watermark();
            OptionalLong later = after.queues().get(i).watermark();
            queues.computeIfPresent(i, (queue, peak) -> higher(peak, earlier, later));
        }
        return new PeakOccupancy(higher(sampled.port, before.watermark(), after.watermark()), queues);
    }

    /** The highest of several ports, and of each queue of any of them. */
    static PeakOccupancy highest(List<PeakOccupancy> ports) {
        Map<Integer, Long> queues = new TreeMap<>();
        ports.forEach(port -> port.queues.forEach((queue, bytes) -> queues.merge(queue, bytes, Math::max)));
        return new PeakOccupancy(
                ports.stream().mapToLong(PeakOccupancy::port).max().orElse(0), queues);
    }

    private static long higher(long sampled, OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent() && after.getAsLong() > before.getAsLong()
                ? Math.max(sampled, after.getAsLong())
                : sampled;
    }

    private static PeakOccupancy ofSamples(List<QueueRow> rows, long fromUs, long toUs) {
        Map<Integer, Long> now = new TreeMap<>();
        Map<Integer, Long> peaks = new TreeMap<>();
        long portPeak = 0;
        for (int i = 0; i < rows.size() && rows.get(i).timeUs() <= toUs; i++) {
            QueueRow row = rows.get(i);
            now.put(row.queue(), row.backlogBytes());
            long nextUs = i + 1 < rows.size() ? rows.get(i + 1).timeUs() : Long.MAX_VALUE;
            // Rows of the same time are one sample, which is in force until the next one.
            if (nextUs > row.timeUs() && nextUs > fromUs) {
                portPeak = Math.max(
                        portPeak,
                        now.values().stream().mapToLong(Long::longValue).sum());
                now.forEach((queue, bytes) -> peaks.merge(queue, bytes, Math::max));
            }
        }
        return new PeakOccupancy(portPeak, peaks);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.result.QueueRow;

/**
 * How soon the threshold of queue 0 adapts after another queue becomes active. MQ-ECN's threshold is its estimate of the
 * queue's rate times λ times the round-trip time (MQ-ECN, equation 5), so that it settles when the estimate does.
 *
 * @param thresholdBytes mean threshold in the last third of the time since the other queue became active
 * @param settlingTimeUs time from the first packet in the other queue until the threshold is near that mean
 */
record ThresholdSettling(double thresholdBytes, double settlingTimeUs) {
    private static final double TOLERANCE = 0.05;

    /** A threshold and the time in which it was in force. */
    private record ThresholdSpan(long fromUs, long toUs, long bytes) {
        private double length() {
            return toUs - fromUs;
        }

        private ThresholdSpan from(long beginUs) {
            return new ThresholdSpan(Math.max(fromUs, beginUs), toUs, bytes);
        }
    }

    /**
     * Computes it from the rows of a port, in order of time.
     *
     * @return empty if queue 0 has no threshold or no other queue becomes active
     */
    static Optional<ThresholdSettling> of(List<QueueRow> rows, long endUs) {
        return rows.stream()
                .filter(queueRow -> queueRow.queue() != 0 && queueRow.backlogBytes() > 0)
                .map(QueueRow::timeUs)
                .findFirst()
                .flatMap(joinedUs -> since(joinedUs, spans(rows, endUs)));
    }

    private static List<ThresholdSpan> spans(List<QueueRow> rows, long endUs) {
        List<QueueRow> withThreshold = rows.stream()
                .filter(queueRow -> queueRow.queue() == 0 && queueRow.thresholdBytes() != null)
                .toList();
        List<ThresholdSpan> spans = new ArrayList<>();
        for (int i = 0; i < withThreshold.size(); i++) {
            spans.add(new ThresholdSpan(
                    withThreshold.get(i).timeUs(),
                    i + 1 < withThreshold.size() ? withThreshold.get(i + 1).timeUs() : endUs,
                    withThreshold.get(i).thresholdBytes()));
        }
        return spans;
    }

    private static Optional<ThresholdSettling> since(long joinedUs, List<ThresholdSpan> all) {
        List<ThresholdSpan> spans = all.stream()
                .map(thresholdSpan -> thresholdSpan.from(joinedUs))
                .filter(thresholdSpan -> thresholdSpan.length() > 0)
                .toList();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        long endUs = spans.get(spans.size() - 1).toUs();
        double settled = average(spans, endUs - (endUs - joinedUs) / 3);
        return spans.stream()
                .filter(thresholdSpan -> Math.abs(thresholdSpan.bytes() - settled) <= TOLERANCE * settled)
                .findFirst()
                .map(thresholdSpan -> new ThresholdSettling(settled, thresholdSpan.fromUs() - joinedUs));
    }

    private static double average(List<ThresholdSpan> spans, long fromUs) {
        List<ThresholdSpan> last = spans.stream()
                .map(thresholdSpan -> thresholdSpan.from(fromUs))
                .filter(thresholdSpan -> thresholdSpan.length() > 0)
                .toList();
        return last.stream()
                        .mapToDouble(thresholdSpan -> thresholdSpan.length() * thresholdSpan.bytes())
                        .sum()
                / last.stream().mapToDouble(ThresholdSpan::length).sum();
    }
}

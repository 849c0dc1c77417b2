// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.experiment.run.PortWatch.Row;

/**
 * How soon the first queue's threshold tells that this queue has to share the port with one that joins it. MQ-ECN's
 * threshold is its estimate of the queue's rate times λ and the round-trip time (MQ-ECN, equation 5), so that it is there
 * when the estimate is.
 *
 * @param thresholdBytes on average in the last third of the time since the other queue joined
 * @param microseconds from the other queue's first packets until the threshold first is that, or near it
 */
record Settling(double thresholdBytes, double microseconds) {
    private static final double NEAR = 0.05;

    /** A threshold, and for how long it held. */
    private record Span(long fromUs, long toUs, long bytes) {
        private double length() {
            return toUs - fromUs;
        }

        private Span from(long beginUs) {
            return new Span(Math.max(fromUs, beginUs), toUs, bytes);
        }
    }

    /**
     * Works it out.
     *
     * @param rows of a port, as time goes on
     * @return nothing where the first queue has no threshold, or no other queue joins
     */
    static Optional<Settling> of(List<Row> rows, long endUs) {
        return rows.stream().filter(row -> row.queue() != 0 && row.backlogBytes() > 0).map(Row::timeUs).findFirst()
                .flatMap(joinedUs -> since(joinedUs, spans(rows, endUs)));
    }

    private static List<Span> spans(List<Row> rows, long endUs) {
        List<Row> told = rows.stream().filter(row -> row.queue() == 0 && row.threshold().isPresent()).toList();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            spans.add(new Span(told.get(i).timeUs(), i + 1 < told.size() ? told.get(i + 1).timeUs() : endUs,
                    told.get(i).threshold().getAsLong()));
        }
        return spans;
    }

    private static Optional<Settling> since(long joinedUs, List<Span> all) {
        List<Span> spans = all.stream().map(span -> span.from(joinedUs)).filter(span -> span.length() > 0).toList();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        long endUs = spans.get(spans.size() - 1).toUs();
        double settled = average(spans, endUs - (endUs - joinedUs) / 3);
        return spans.stream().filter(span -> Math.abs(span.bytes() - settled) <= NEAR * settled).findFirst()
                .map(span -> new Settling(settled, span.fromUs() - joinedUs));
    }

    private static double average(List<Span> spans, long fromUs) {
        List<Span> last = spans.stream().map(span -> span.from(fromUs)).filter(span -> span.length() > 0).toList();
        return last.stream().mapToDouble(span -> span.length() * span.bytes()).sum()
                / last.stream().mapToDouble(Span::length).sum();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.figure.chart.AxisRange;
import org.mqecn.figure.chart.Series;
import org.mqecn.figure.chart.SeriesStyle;
import org.mqecn.result.QueueRow;
import org.mqecn.result.QueueTable;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;

/**
 * The occupancy of the queues of a port over time, and the marking thresholds in force: in KiB, by ms, all lines at the
 * same times. Queues that were always empty are left out.
 *
 * @param perPort whether the threshold is that of the port
 * @param middleMs the middle of the measurement
 */
record QueueTrace(double[] timesMs, List<QueueSeries> queues, boolean perPort, double middleMs) {
    /** Short enough for single round trips to be seen. */
    private static final double SHOWN_MS = 40;

    private static final String THRESHOLD = "Marking threshold K";
    private static final double BYTES_PER_KIB = 1024;
    private static final double US_PER_MS = 1000;
    /** The distance of samples, as a multiple of the usual one, from which there is a gap. */
    private static final double GAP_FACTOR = 1.5;

    /**
     * A queue.
     *
     * @param threshold NaN where there is none
     */
    record QueueSeries(String name, int number, double[] backlog, double[] threshold) {}

    /** @param table of one port of the run */
    static QueueTrace of(RunFile run, QueueTable table) {
        Map<Integer, TreeMap<Double, QueueRow>> byQueue = new TreeMap<>();
        TreeSet<Double> times = new TreeSet<>();
        for (QueueRow row : table.rows()) {
            double time = row.timeUs();
            times.add(time);
            byQueue.computeIfAbsent(row.queue(), number -> new TreeMap<>()).put(time, row);
        }
        double[] us = sampleTimes(times);
        List<QueueSeries> queues = new ArrayList<>();
        byQueue.forEach((number, changes) -> queues.add(new QueueSeries(
                "Queue " + number,
                number,
                values(us, changes, QueueRow::backlogBytes),
                values(us, changes, QueueRow::thresholdBytes))));
        double[] ms = Arrays.stream(us).map(each -> each / US_PER_MS).toArray();
        return of(
                ms,
                queues,
                run.marksPerPort(table.port()),
                run.window() == null ? ms[ms.length / 2] : run.window().middleUs() / US_PER_MS);
    }

    static QueueTrace of(double[] ms, List<QueueSeries> queues, boolean perPort, double middle) {
        List<QueueSeries> used = queues.stream()
                .filter(each -> DoubleStream.of(each.backlog).anyMatch(kib -> kib > 0))
                .toList();
        return new QueueTrace(ms, used.isEmpty() ? queues : used, perPort, middle);
    }

    static double toKib(double bytes) {
        return bytes / BYTES_PER_KIB;
    }

    /** The times of changes, and in gaps also the sample before the next change. */
    private static double[] sampleTimes(TreeSet<Double> times) {
        double[] changes = times.stream().mapToDouble(Double::doubleValue).toArray();
        Percentiles apart = Percentiles.of(IntStream.range(1, changes.length)
                .mapToDouble(i -> changes[i] - changes[i - 1])
                .toArray());
        double usual = apart.isEmpty() ? 0 : apart.median();
        return IntStream.range(0, changes.length)
                .boxed()
                .flatMapToDouble(i -> {
                    return i > 0 && changes[i] - changes[i - 1] > GAP_FACTOR * usual
                            ? DoubleStream.of(changes[i] - usual, changes[i])
                            : DoubleStream.of(changes[i]);
                })
                .toArray();
    }

    private static double[] values(double[] us, TreeMap<Double, QueueRow> changes, Function<QueueRow, Long> column) {
        return Arrays.stream(us)
                .map(time -> {
                    Map.Entry<Double, QueueRow> last = changes.floorEntry(time);
                    Long value = last == null ? null : column.apply(last.getValue());
                    return value == null ? Double.NaN : toKib(value);
                })
                .toArray();
    }

    /** The sum of the queues. */
    private double[] portBacklog() {
        double[] sum = new double[timesMs.length];
        for (QueueSeries queueSeries : queues) {
            Arrays.setAll(sum, i -> sum[i] + (Double.isNaN(queueSeries.backlog[i]) ? 0 : queueSeries.backlog[i]));
        }
        return sum;
    }

    /** The part that a figure shows: a few milliseconds in the middle. */
    AxisRange shownRange() {
        double end = Math.min(middleMs + SHOWN_MS, timesMs[timesMs.length - 1]);
        return new AxisRange(Math.max(timesMs[0], end - SHOWN_MS), end);
    }

    /** The queues in the order of their numbers, then the sum if it decides on marks, then the thresholds. */
    List<Series> lines() {
        List<Series> lines = new ArrayList<>();
        queues.forEach(
                queue -> lines.add(Series.line(queue.name, SeriesStyle.of(queue.number), timesMs, queue.backlog)));
        if (perPort) {
            lines.add(Series.line("Port", SeriesStyle.SUM, timesMs, portBacklog()));
        }
        lines.addAll(thresholds());
        return lines;
    }

    private List<Series> thresholds() {
        List<QueueSeries> marking = queues.stream()
                .filter(queue -> DoubleStream.of(queue.threshold).anyMatch(Double::isFinite))
                .toList();
        if (marking.isEmpty()) {
            return List.of();
        }
        double[] first = marking.get(0).threshold;
        if (perPort || marking.stream().allMatch(queue -> Arrays.equals(first, queue.threshold))) {
            String scope = perPort ? " (port)" : marking.size() == 1 ? "" : " (per queue)";
            return List.of(Series.line(THRESHOLD + scope, SeriesStyle.THRESHOLD, timesMs, first));
        }
        return marking.stream()
                .map(queue -> Series.line(
                        THRESHOLD + ", queue " + queue.number,
                        SeriesStyle.of(queue.number).threshold(),
                        timesMs,
                        queue.threshold))
                .toList();
    }

    /** The highest value of a time range. */
    double maximum(AxisRange range) {
        return lines().stream()
                .flatMapToDouble(line -> IntStream.range(0, timesMs.length)
                        .filter(i -> range.contains(timesMs[i]))
                        .mapToDouble(i -> line.y()[i]))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}

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
import org.mqecn.result.QueueRow;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.Percentiles;

/**
 * What stood in the queues of a port over time, and the thresholds in force: in KB, by ms, all lines at the same
 * instants. Queues through which nothing went are left out.
 *
 * @param perPort whether the threshold is that of the port
 * @param middleMs of what was measured
 * @param samplesPerBucket of how many instants two are left, those at which the port held least and most; 0 where all are
 */
record QueueTrace(double[] timesMs, List<QueueSeries> queues, boolean perPort, double middleMs, int samplesPerBucket) {
    /** A stretch short enough for single round trips to be seen. */
    private static final double INITIAL_RANGE_MS = 40;

    private static final double BYTES_PER_KIB = 1024;
    private static final double US_PER_MS = 1000;
    /** Of the usual time between samples. */
    private static final double GAP_FACTOR = 1.5;
    /** More instants than this are no better to look at, and a page has to be loaded. */
    private static final int MAX_SAMPLES = 20_000;

    /**
     * A queue.
     *
     * @param threshold not a number where there is none
     */
    record QueueSeries(String name, int number, double[] backlog, double[] threshold) {}

    static QueueTrace of(RunFile run) {
        Map<Integer, TreeMap<Double, QueueRow>> byQueue = new TreeMap<>();
        TreeSet<Double> times = new TreeSet<>();
        for (QueueRow row : run.queueRows()) {
            double time = row.timeUs();
            times.add(time);
            byQueue.computeIfAbsent(row.queue(), number -> new TreeMap<>()).put(time, row);
        }
        double[] us = sampleTimes(times);
        List<QueueSeries> queues = new ArrayList<>();
        byQueue.forEach((number, changes) -> queues.add(new QueueSeries(
                "queue " + number,
                number,
                values(us, changes, QueueRow::backlogBytes),
                values(us, changes, QueueRow::thresholdBytes))));
        double[] ms = Arrays.stream(us).map(each -> each / US_PER_MS).toArray();
        return of(
                ms,
                queues,
                run.marksPerPort(),
                run.window() == null ? ms[ms.length / 2] : run.window().middleUs() / US_PER_MS);
    }

    static QueueTrace of(double[] ms, List<QueueSeries> queues, boolean perPort, double middle) {
        List<QueueSeries> used = queues.stream()
                .filter(each -> DoubleStream.of(each.backlog).anyMatch(kb -> kb > 0))
                .toList();
        return new QueueTrace(ms, used.isEmpty() ? queues : used, perPort, middle, 0).downsample();
    }

    static double toKib(double bytes) {
        return bytes / BYTES_PER_KIB;
    }

    /** The instants at which something changed, and where nothing did for long, the one before the next change. */
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

    /** All there is in the stretch that is shown first; elsewhere a page need not have more than can be seen. */
    private QueueTrace downsample() {
        int apart = 2 * ((timesMs.length - 1) / MAX_SAMPLES + 1);
        if (apart == 2) {
            return this;
        }
        double[] port = portBacklog();
        AxisRange whole = initialRange();
        int[] kept = IntStream.iterate(0, from -> from < timesMs.length, from -> from + apart)
                .flatMap(from -> {
                    int end = Math.min(from + apart, timesMs.length);
                    return whole.contains(timesMs[from]) || whole.contains(timesMs[end - 1])
                            ? IntStream.range(from, end)
                            : extremes(port, from, end);
                })
                .toArray();
        return new QueueTrace(
                pick(timesMs, kept),
                queues.stream()
                        .map(queueSeries -> new QueueSeries(
                                queueSeries.name,
                                queueSeries.number,
                                pick(queueSeries.backlog, kept),
                                pick(queueSeries.threshold, kept)))
                        .toList(),
                perPort,
                middleMs,
                apart);
    }

    private static IntStream extremes(double[] values, int from, int end) {
        int least = from;
        int most = from;
        for (int i = from; i < end; i++) {
            least = values[i] < values[least] ? i : least;
            most = values[i] > values[most] ? i : most;
        }
        return IntStream.of(least, most).distinct().sorted();
    }

    private static double[] pick(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
    }

    /** All queues together. */
    private double[] portBacklog() {
        double[] sum = new double[timesMs.length];
        for (QueueSeries queueSeries : queues) {
            Arrays.setAll(sum, i -> sum[i] + (Double.isNaN(queueSeries.backlog[i]) ? 0 : queueSeries.backlog[i]));
        }
        return sum;
    }

    /** What a figure shows first: a stretch in the middle. */
    AxisRange initialRange() {
        double end = Math.min(middleMs + INITIAL_RANGE_MS, timesMs[timesMs.length - 1]);
        return new AxisRange(Math.max(timesMs[0], end - INITIAL_RANGE_MS), end);
    }

    /** The lines, those that matter most above the others. */
    List<Series> lines() {
        List<Series> lines = new ArrayList<>();
        if (perPort) {
            lines.add(Series.line("port", ChartStyle.GREY, timesMs, portBacklog()));
        }
        for (int i = queues.size() - 1; i >= 0; i--) {
            lines.add(Series.line(
                    queues.get(i).name, ChartStyle.line(queues.get(i).number), timesMs, queues.get(i).backlog));
        }
        lines.addAll(thresholds());
        return lines;
    }

    private List<Series> thresholds() {
        List<QueueSeries> marking = queues.stream()
                .filter(queueSeries -> DoubleStream.of(queueSeries.threshold).anyMatch(Double::isFinite))
                .toList();
        if (marking.isEmpty()) {
            return List.of();
        }
        double[] first = marking.get(0).threshold;
        if (perPort || marking.stream().allMatch(queueSeries -> Arrays.equals(first, queueSeries.threshold))) {
            String name = perPort ? "K of the port" : marking.size() == 1 ? "K" : "K of a queue";
            return List.of(Series.line(name, ChartStyle.INK, timesMs, first));
        }
        return marking.stream()
                .map(queueSeries -> Series.thinLine(
                        "K of " + queueSeries.name,
                        ChartStyle.line(queueSeries.number),
                        timesMs,
                        queueSeries.threshold))
                .toList();
    }

    /** The highest value of a stretch. */
    double maximum(AxisRange stretch) {
        return lines().stream()
                .flatMapToDouble(line -> IntStream.range(0, timesMs.length)
                        .filter(i -> stretch.contains(timesMs[i]))
                        .mapToDouble(i -> line.y()[i]))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What stood in the queues of a port over time, and the thresholds in force: in KB, by ms, all lines at the same
 * instants. Queues through which nothing went are left out.
 *
 * @param perPort whether the threshold is that of the port
 * @param middle of what was measured
 * @param thinned of how many instants two are left, those at which the port held least and most; 0 where all are
 */
record Trace(double[] ms, List<Queue> queues, boolean perPort, double middle, int thinned) {
    /** A stretch short enough for single round trips to be seen. */
    private static final double STRETCH_MS = 40;
    private static final double BYTES_A_KB = 1024;
    private static final double US_A_MS = 1000;
    /** Of the usual time between samples. */
    private static final double LONG = 1.5;
    /** More instants than this are no better to look at, and a page has to be loaded. */
    private static final int MOST_INSTANTS = 20_000;

    /**
     * A queue.
     *
     * @param threshold not a number where there is none
     */
    record Queue(String name, int number, double[] backlog, double[] threshold) {}

    static Trace of(RunFile run) {
        Map<Integer, TreeMap<Double, Double[]>> byQueue = new TreeMap<>();
        RunFile.Queues rows = run.queues();
        int time = rows.column("time_us");
        int queue = rows.column("queue");
        TreeSet<Double> times = new TreeSet<>();
        for (Double[] row : rows.rows()) {
            times.add(row[time]);
            byQueue.computeIfAbsent(row[queue].intValue(), number -> new TreeMap<>()).put(row[time], row);
        }
        double[] us = held(times);
        List<Queue> queues = new ArrayList<>();
        int backlog = rows.column("backlog_bytes");
        int threshold = rows.column("threshold_bytes");
        byQueue.forEach((number, changes) -> queues.add(new Queue("queue " + number, number,
                column(us, changes, backlog), column(us, changes, threshold))));
        double[] ms = Arrays.stream(us).map(each -> each / US_A_MS).toArray();
        return of(ms, queues, run.isPerPort(), run.window() == null ? ms[ms.length / 2]
                : (run.window().fromUs() + run.window().toUs()) / 2 / US_A_MS);
    }

    static Trace of(double[] ms, List<Queue> queues, boolean perPort, double middle) {
        List<Queue> used = queues.stream()
                .filter(each -> DoubleStream.of(each.backlog).anyMatch(kb -> kb > 0)).toList();
        return new Trace(ms, used.isEmpty() ? queues : used, perPort, middle, 0).thinOut();
    }

    static double kb(double bytes) {
        return bytes / BYTES_A_KB;
    }

    /** The instants at which something changed, and where nothing did for long, the one before the next change. */
    private static double[] held(TreeSet<Double> times) {
        double[] changes = times.stream().mapToDouble(Double::doubleValue).toArray();
        double[] apart = IntStream.range(1, changes.length).mapToDouble(i -> changes[i] - changes[i - 1])
                .sorted().toArray();
        return IntStream.range(0, changes.length).boxed().flatMapToDouble(i -> {
            double usual = apart.length == 0 ? 0 : apart[apart.length / 2];
            return i > 0 && changes[i] - changes[i - 1] > LONG * usual
                    ? DoubleStream.of(changes[i] - usual, changes[i]) : DoubleStream.of(changes[i]);
        }).toArray();
    }

    private static double[] column(double[] us, TreeMap<Double, Double[]> changes, int column) {
        return Arrays.stream(us).map(time -> {
            Map.Entry<Double, Double[]> last = changes.floorEntry(time);
            Double value = last == null || column < 0 ? null : last.getValue()[column];
            return value == null ? Double.NaN : kb(value);
        }).toArray();
    }

    /** All there is in the stretch that is shown first; elsewhere a page need not have more than can be seen. */
    private Trace thinOut() {
        int apart = 2 * ((ms.length - 1) / MOST_INSTANTS + 1);
        if (apart == 2) {
            return this;
        }
        double[] port = port();
        Range whole = stretch();
        int[] kept = IntStream.iterate(0, from -> from < ms.length, from -> from + apart).flatMap(from -> {
            int end = Math.min(from + apart, ms.length);
            return whole.holds(ms[from]) || whole.holds(ms[end - 1]) ? IntStream.range(from, end)
                    : extremes(port, from, end);
        }).toArray();
        return new Trace(pick(ms, kept), queues.stream().map(queue -> new Queue(queue.name, queue.number,
                pick(queue.backlog, kept), pick(queue.threshold, kept))).toList(), perPort, middle, apart);
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
    private double[] port() {
        double[] sum = new double[ms.length];
        for (Queue queue : queues) {
            Arrays.setAll(sum, i -> sum[i] + (Double.isNaN(queue.backlog[i]) ? 0 : queue.backlog[i]));
        }
        return sum;
    }

    /** What a figure shows first: a stretch in the middle. */
    Range stretch() {
        double end = Math.min(middle + STRETCH_MS, ms[ms.length - 1]);
        return new Range(Math.max(ms[0], end - STRETCH_MS), end);
    }

    /** The lines, those that matter most above the others. */
    List<Series> lines() {
        List<Series> lines = new ArrayList<>();
        if (perPort) {
            lines.add(Series.line("port", Look.GREY, ms, port()));
        }
        for (int i = queues.size() - 1; i >= 0; i--) {
            lines.add(Series.line(queues.get(i).name, Look.line(queues.get(i).number), ms, queues.get(i).backlog));
        }
        lines.addAll(thresholds());
        return lines;
    }

    private List<Series> thresholds() {
        List<Queue> marking = queues.stream()
                .filter(queue -> DoubleStream.of(queue.threshold).anyMatch(Double::isFinite)).toList();
        if (marking.isEmpty()) {
            return List.of();
        }
        double[] first = marking.get(0).threshold;
        if (perPort || marking.stream().allMatch(queue -> Arrays.equals(first, queue.threshold))) {
            String name = perPort ? "K of the port" : marking.size() == 1 ? "K" : "K of a queue";
            return List.of(Series.line(name, Look.INK, ms, first));
        }
        return marking.stream().map(queue -> Series.fineLine("K of " + queue.name, Look.line(queue.number), ms,
                queue.threshold)).toList();
    }

    /** The highest value of a stretch. */
    double highest(Range stretch) {
        return lines().stream().flatMapToDouble(line -> IntStream.range(0, ms.length)
                .filter(i -> stretch.holds(ms[i])).mapToDouble(i -> line.y()[i])).filter(Double::isFinite).max()
                .orElse(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.mqecn.figure.Comparison.Occupancy;
import org.mqecn.figure.Comparison.Run;

/**
 * What stands in the queues over time, a panel a scheme, all with the same axes: a stretch short enough for single
 * round trips to be seen. Marking by the port's threshold has the port's line instead of the queues' thresholds.
 */
final class OccupancyPicture {
    /** The stretch starts in the middle of the measurement. */
    private static final long SHOWN_US = 40_000;
    private static final double BYTES_A_KB = 1024;
    private static final double US_A_MS = 1000;
    /** Above the highest line. */
    private static final double ROOM = 1.08;
    private static final int HEIGHT = 220;

    private OccupancyPicture() {}

    static Picture of(Comparison comparison) {
        double top = comparison.runs().stream().mapToDouble(OccupancyPicture::highest).max().orElseThrow();
        List<XYChart> panels = comparison.runs().stream().map(run -> panel(run, top)).toList();
        return new Picture("occupancy", panels);
    }

    private static double highest(Run run) {
        int[] shown = shown(run.occupancy());
        DoubleStream lines = run.occupancy().queues().stream().flatMapToDouble(queue -> DoubleStream.concat(
                DoubleStream.of(kb(queue.backlogBytes(), shown)), DoubleStream.of(kb(queue.thresholdBytes(), shown))));
        DoubleStream port = isPerPort(run) ? DoubleStream.of(port(run.occupancy(), shown)) : DoubleStream.empty();
        return ROOM * DoubleStream.concat(lines, port).max().orElseThrow();
    }

    private static boolean isPerPort(Run run) {
        return run.scheme().equals("per-port");
    }

    private static XYChart panel(Run run, double top) {
        Occupancy occupancy = run.occupancy();
        int[] shown = shown(occupancy);
        double[] ms = times(occupancy, shown);
        XYChart chart = Look.chart(title(run), "time, ms", "in the queue, KB", HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(top).setXAxisMin(ms[0]).setXAxisMax(ms[ms.length - 1]);
        if (isPerPort(run)) {
            Look.line(chart, "port", ms, port(occupancy, shown), Look.GREEN, Look.LINE);
        }
        Look.line(chart, "service 2", ms, kb(occupancy.queues().get(1).backlogBytes(), shown), Look.ORANGE, Look.LINE);
        Look.line(chart, "service 1", ms, kb(occupancy.queues().get(0).backlogBytes(), shown), Look.BLUE, Look.LINE);
        Look.line(chart, isPerPort(run) ? "K of the port" : "K of a queue", ms,
                kb(occupancy.queues().get(0).thresholdBytes(), shown), Look.INK, Look.LINE);
        return chart;
    }

    private static String title(Run run) {
        long threshold = run.configuration().path("port_thresh_bytes").asLong();
        return String.format(Locale.ROOT, "%s: K = %.0f KB, base RTT %d us", run.scheme(), threshold / BYTES_A_KB,
                run.baseRttUs());
    }

    private static int[] shown(Occupancy occupancy) {
        long[] time = occupancy.timeUs();
        long from = time[time.length / 2];
        return IntStream.range(0, time.length).filter(i -> time[i] >= from && time[i] < from + SHOWN_US).toArray();
    }

    private static double[] times(Occupancy occupancy, int[] shown) {
        long from = occupancy.timeUs()[shown[0]];
        return Arrays.stream(shown).mapToDouble(i -> (occupancy.timeUs()[i] - from) / US_A_MS).toArray();
    }

    private static double[] kb(long[] bytes, int[] shown) {
        return Arrays.stream(shown).mapToDouble(i -> bytes[i] / BYTES_A_KB).toArray();
    }

    private static double[] port(Occupancy occupancy, int[] shown) {
        double[] sum = new double[shown.length];
        for (Occupancy.Queue queue : occupancy.queues()) {
            double[] part = kb(queue.backlogBytes(), shown);
            Arrays.setAll(sum, i -> sum[i] + part[i]);
        }
        return sum;
    }
}

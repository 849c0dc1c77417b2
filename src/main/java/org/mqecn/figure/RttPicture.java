// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.mqecn.figure.Comparison.Run;

/** How the probes' round-trip times are distributed: which part of them is shorter than what. */
final class RttPicture {
    private static final List<Color> COLORS = List.of(Look.INK, Look.ORANGE, Look.BLUE, Look.GREEN);
    private static final int HEIGHT = 320;
    /** Points of a line: half a percent from one to the next, a tenth where it ends. */
    private static final double[] PERCENT = DoubleStream.concat(
            IntStream.range(0, 199).mapToDouble(step -> step / 2.0),
            IntStream.rangeClosed(995, 1000).mapToDouble(step -> step / 10.0)).toArray();

    private RttPicture() {}

    static Picture of(Comparison comparison) {
        XYChart chart = Look.chart("Round-trip times of the probes", "RTT, us", "shorter than that, %", HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setXAxisMin(0.0).setYAxisTickMarkSpacingHint(50);
        for (int i = 0; i < comparison.runs().size(); i++) {
            Run run = comparison.runs().get(i);
            double[] sorted = run.probeRtt().samplesUs().clone();
            Arrays.sort(sorted);
            double[] rtt = Arrays.stream(PERCENT)
                    .map(share -> sorted[(int) Math.round(share / 100 * (sorted.length - 1))]).toArray();
            Look.line(chart, run.name(), rtt, PERCENT, COLORS.get(i % COLORS.size()), Look.LINE);
        }
        return new Picture("rtt", List.of(chart));
    }
}

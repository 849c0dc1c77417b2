// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.mqecn.figure.Comparison.Run;

/** How the probes' round-trip times are distributed: which part of them is shorter than what. */
final class RttPicture {
    private static final List<Color> COLORS = List.of(Look.INK, Look.ORANGE, Look.BLUE, Look.GREEN);
    private static final int HEIGHT = 320;

    private RttPicture() {}

    static Picture of(Comparison comparison) {
        XYChart chart = Look.chart("Round-trip times of the probes", "RTT, us", "shorter than that, %", HEIGHT);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setXAxisMin(0.0);
        for (int i = 0; i < comparison.runs().size(); i++) {
            Run run = comparison.runs().get(i);
            double[] sorted = run.probeRtt().samplesUs().clone();
            Arrays.sort(sorted);
            double[] percent = IntStream.rangeClosed(1, sorted.length)
                    .mapToDouble(rank -> 100.0 * rank / sorted.length).toArray();
            Look.line(chart, run.name(), sorted, percent, COLORS.get(i % COLORS.size()), Look.LINE);
        }
        return new Picture("rtt", List.of(chart));
    }
}

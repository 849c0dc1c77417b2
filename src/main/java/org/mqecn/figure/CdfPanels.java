// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.statistics.Percentiles;

/** How samples are distributed: which part of them is at most what. */
final class CdfPanels {
    private static final int HEIGHT = 320;
    private static final double ALL = 100;
    /** An axis on which medians would be crowded into a corner is logarithmic. */
    private static final double WIDE = 30;
    /** Points of a line: half a percent from one to the next, a tenth where it ends. */
    private static final double[] PERCENT = DoubleStream.concat(
                    IntStream.range(0, 199).mapToDouble(step -> step / 2.0),
                    IntStream.rangeClosed(995, 1000).mapToDouble(step -> step / 10.0))
            .toArray();

    private CdfPanels() {}

    /** @param samplesByName samples by the names of their lines */
    static LinePanel create(String title, String x, Map<String, Percentiles> samplesByName) {
        List<Series> lines = new ArrayList<>();
        samplesByName.forEach((name, samples) -> {
            if (!samples.isEmpty()) {
                lines.add(Series.line(name, ChartStyle.line(lines.size()), samples.at(PERCENT), PERCENT));
            }
        });
        double least = lines.stream().mapToDouble(line -> line.x()[0]).min().orElse(0);
        double most = lines.stream()
                .mapToDouble(line -> line.x()[PERCENT.length - 1])
                .max()
                .orElse(1);
        double median = samplesByName.values().stream()
                .filter(samples -> !samples.isEmpty())
                .mapToDouble(Percentiles::median)
                .min()
                .orElse(most);
        boolean logarithmic = least > 0 && most > WIDE * median;
        AxisRange below = logarithmic ? new AxisRange(least, most) : AxisRange.fromZero(DoubleStream.of(most));
        return new LinePanel(
                title,
                new Axis(x, below, logarithmic ? Axis.AxisScale.LOGARITHMIC : Axis.AxisScale.LINEAR, List.of()),
                Axis.linear("at most that, %", new AxisRange(0, ALL)),
                false,
                lines,
                HEIGHT);
    }
}

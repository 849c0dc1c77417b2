// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.figure.chart.Axis;
import org.mqecn.figure.chart.AxisRange;
import org.mqecn.figure.chart.AxisUnit;
import org.mqecn.figure.chart.LinePanel;
import org.mqecn.figure.chart.Series;
import org.mqecn.figure.chart.SeriesStyle;
import org.mqecn.statistics.Percentiles;

/** Cumulative distributions of samples. */
final class CdfPanels {
    private static final double PERCENT = 100;
    /** The ratio of maximum to median from which the axis is logarithmic, or medians would crowd in a corner. */
    private static final double WIDE = 30;
    /** The points of a line: half a percent apart, a tenth at the end. */
    private static final double[] PERCENTS = DoubleStream.concat(
                    IntStream.range(0, 199).mapToDouble(step -> step / 2.0),
                    IntStream.rangeClosed(995, 1000).mapToDouble(step -> step / 10.0))
            .toArray();

    private CdfPanels() {}

    /** @param samplesByName samples by the names of their lines */
    static LinePanel create(String title, MetricName metric, Map<String, Percentiles> samplesByName) {
        List<Percentiles> all = samplesByName.values().stream()
                .filter(samples -> !samples.isEmpty())
                .toList();
        double least = all.stream().mapToDouble(samples -> samples.at(0)).min().orElse(0);
        double most =
                all.stream().mapToDouble(samples -> samples.at(PERCENT)).max().orElse(1);
        double median = all.stream().mapToDouble(Percentiles::median).min().orElse(most);
        AxisUnit unit = AxisUnit.of(metric.quantity(), metric.unit(), most);
        boolean logarithmic = least > 0 && most > WIDE * median;
        return new LinePanel(
                title,
                logarithmic
                        ? Axis.logarithmic(unit.title(), new AxisRange(unit.factor() * least, unit.factor() * most))
                        : Axis.linear(unit.title(), AxisRange.fromZero(DoubleStream.of(unit.factor() * most))),
                Axis.linear("CDF", new AxisRange(0, 1)),
                false,
                lines(samplesByName, unit.factor()));
    }

    private static List<Series> lines(Map<String, Percentiles> samplesByName, double factor) {
        double[] shares = Arrays.stream(PERCENTS).map(each -> each / PERCENT).toArray();
        List<Series> lines = new ArrayList<>();
        samplesByName.forEach((name, samples) -> {
            if (!samples.isEmpty()) {
                double[] values = Arrays.stream(samples.at(PERCENTS))
                        .map(each -> factor * each)
                        .toArray();
                lines.add(Series.line(name, SeriesStyle.of(lines.size()), values, shares));
            }
        });
        return lines;
    }
}

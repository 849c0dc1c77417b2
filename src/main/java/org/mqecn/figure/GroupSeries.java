// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.mqecn.figure.chart.Series;
import org.mqecn.figure.chart.SeriesStyle;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.MeanInterval;

/** Means of metrics over the positions of the x axis, a series for each group and metric. */
final class GroupSeries {
    private GroupSeries() {}

    /** @param x the positions; empty for bars */
    static List<Series> of(RunSelection selection, double[] x) {
        return series(selection, x, (runs, metric) -> selection.xValues().stream()
                .map(each -> RunSelection.statistics(selection.atPosition(runs, each), metric))
                .toList());
    }

    /** The same relative to the group that the figure names: 1 is what it has with the same seed at the same position. */
    static List<Series> relative(RunSelection selection, double[] x) {
        return series(selection, x, (runs, metric) -> {
            List<RunFile> base = selection.base(runs);
            return selection.xValues().stream()
                    .map(each -> MeanInterval.of(SeedValues.of(selection.atPosition(runs, each), metric)
                            .ratiosTo(SeedValues.of(selection.atPosition(base, each), metric))))
                    .toList();
        });
    }

    private static List<Series> series(
            RunSelection selection,
            double[] x,
            BiFunction<List<RunFile>, String, List<Optional<MeanInterval>>> statistics) {
        List<Series> series = new ArrayList<>();
        selection.groups().forEach((label, runs) -> {
            for (String metric : selection.spec().subjects()) {
                String name = selection.spec().subjects().size() == 1
                        ? label
                        : label + ", " + MetricName.of(metric).column();
                series.add(means(name, SeriesStyle.of(series.size()), x, statistics.apply(runs, metric)));
            }
        });
        return series;
    }

    /** A series of values, some of which may be missing. */
    static Series means(String name, SeriesStyle style, double[] x, List<Optional<MeanInterval>> values) {
        return new Series(
                name,
                style,
                x,
                values.stream()
                        .mapToDouble(each -> each.map(MeanInterval::mean).orElse(Double.NaN))
                        .toArray(),
                values.stream()
                        .mapToDouble(each -> each.map(MeanInterval::halfWidth).orElse(0.0))
                        .toArray());
    }
}

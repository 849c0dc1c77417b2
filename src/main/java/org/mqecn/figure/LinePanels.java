// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.figure.chart.Axis;
import org.mqecn.figure.chart.AxisRange;
import org.mqecn.figure.chart.AxisUnit;
import org.mqecn.figure.chart.LinePanel;
import org.mqecn.figure.chart.Panel;
import org.mqecn.figure.chart.Series;
import org.mqecn.figure.chart.SeriesStyle;
import org.mqecn.result.RunFile;

/** Metrics over a variable, beside the curves of the paper. */
final class LinePanels {
    private LinePanels() {}

    /** A panel with all metrics; or, if they are relative to a group, one for each metric. */
    static List<Panel> of(RunSelection selection) {
        FigureSpec spec = selection.spec();
        return spec.relativeTo().isEmpty()
                ? List.of(absolute(selection))
                : spec.subjects().stream()
                        .map(subject -> relative(selection.withSpec(spec.of(subject))))
                        .toList();
    }

    private static Panel absolute(RunSelection selection) {
        FigureSpec spec = selection.spec();
        double[] x = positions(selection);
        List<Series> series = withPaper(selection, x, GroupSeries.of(selection, x));
        AxisUnit unit = AxisUnit.of(spec.quantity(), spec.unit(), series);
        List<Series> converted = unit.convert(series);
        AxisRange range = AxisRange.fromZero(converted.stream().flatMapToDouble(Series::upperBounds));
        return new LinePanel("", xAxis(selection, x), Axis.linear(unit.title(), range), true, converted);
    }

    private static Panel relative(RunSelection selection) {
        FigureSpec spec = selection.spec();
        double[] x = positions(selection);
        List<Series> series = withPaper(selection, x, GroupSeries.relative(selection, x));
        AxisRange range = AxisRange.around(1, series.stream().flatMapToDouble(Series::bounds));
        return new LinePanel(
                MetricName.of(spec.subjects().get(0)).title(),
                xAxis(selection, x),
                Axis.linear("relative to " + spec.relativeTo().orElseThrow(), range),
                true,
                series);
    }

    /** The unit of the x axis; empty if its values are names. A single number has no scale: it is a name. */
    private static Optional<String> unit(RunSelection selection) {
        List<String> values = selection.xValues();
        return values.size() == 1 ? Optional.empty() : VariableValues.commonUnit(values);
    }

    private static double[] positions(RunSelection selection) {
        List<String> values = selection.xValues();
        boolean areNumbers = unit(selection).isPresent();
        return IntStream.range(0, values.size())
                .mapToDouble(i -> areNumbers ? VariableValues.number(values.get(i)) : i)
                .toArray();
    }

    private static Axis xAxis(RunSelection selection, double[] x) {
        Optional<String> unit = unit(selection);
        double least = DoubleStream.of(x).min().orElse(0);
        double most = DoubleStream.of(x).max().orElse(1);
        double margin = most > least ? (most - least) / 25 : 1;
        return new Axis(
                AxisUnit.title(selection.spec().x().orElseThrow(), unit.orElse("")),
                new AxisRange(least - margin, most + margin),
                false,
                unit.isPresent() ? List.of() : selection.xValues());
    }

    /** The series of the groups, and after each one the curve of the paper in its colour, if there is one. */
    private static List<Series> withPaper(RunSelection selection, double[] x, List<Series> measured) {
        FigureSpec spec = selection.spec();
        Map<String, Map<String, Double>> paper =
                spec.paper().getOrDefault(spec.subjects().get(0), Map.of());
        if (paper.isEmpty() || spec.subjects().size() > 1) {
            return measured;
        }
        List<Series> all = new ArrayList<>();
        List<List<RunFile>> groups = List.copyOf(selection.groups().values());
        for (int i = 0; i < groups.size(); i++) {
            SeriesStyle style = measured.get(i).style();
            all.add(measured.get(i).withStyle(style.solid()));
            String group = selection.value(groups.get(i));
            Map<String, Double> values = paper.getOrDefault(group, Map.of());
            double[] y = selection.xValues().stream()
                    .mapToDouble(position -> values.getOrDefault(position, Double.NaN))
                    .toArray();
            Series curve = Series.line("paper: " + group, style.ofPaper(), x, y);
            if (curve.hasValues() && all.stream().noneMatch(each -> each.name().equals(curve.name()))) {
                all.add(curve);
            }
        }
        return all;
    }
}

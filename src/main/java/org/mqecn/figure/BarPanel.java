// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;

/**
 * Bars, a group of them at each place.
 *
 * @param yTitle title of the axis at the left
 * @param categories below the axis
 */
record BarPanel(String title, String xTitle, String yTitle, List<String> categories, List<Series> series, int height)
        implements Panel {
    private static final double WIDTH = 0.72;
    private static final int TICK_SPACING = 50;

    @Override
    public CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartStyle.width())
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        CategoryStyler style = chart.getStyler();
        ChartStyle.applyTo(chart, style);
        AxisRange left = AxisRange.fromZero(series.stream().flatMapToDouble(Series::upperBounds));
        style.setYAxisMin(left.from()).setYAxisMax(left.to()).setYAxisTickMarkSpacingHint(TICK_SPACING);
        style.setAvailableSpaceFill(WIDTH).setLegendVisible(series.size() > 1);
        style.setPlotContentSize(0.96);
        series.forEach(each -> add(chart, each));
        return chart;
    }

    private void add(CategoryChart chart, Series each) {
        List<Double> values = Arrays.stream(each.y())
                .mapToObj(value -> Double.isFinite(value) ? value : null)
                .toList();
        CategorySeries bars = each.hasDeviation()
                ? chart.addSeries(
                        each.name(),
                        categories,
                        values,
                        DoubleStream.of(each.deviation()).boxed().toList())
                : chart.addSeries(each.name(), categories, values);
        bars.setFillColor(each.style().color());
    }
}

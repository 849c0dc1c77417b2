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
 * @param y title of the axis at the left
 * @param places below the axis
 */
record BarPanel(String title, String x, String y, List<String> places, List<Series> series, int height)
        implements Panel {
    private static final double WIDTH = 0.72;
    private static final int TICKS_APART = 50;

    @Override
    public CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder().width(Look.width()).height(height).title(title)
                .xAxisTitle(x).yAxisTitle(y).build();
        CategoryStyler style = chart.getStyler();
        Look.dress(chart, style);
        Range left = Range.upTo(series.stream().flatMapToDouble(Series::tops));
        style.setYAxisMin(left.from()).setYAxisMax(left.to()).setYAxisTickMarkSpacingHint(TICKS_APART);
        style.setAvailableSpaceFill(WIDTH).setLegendVisible(series.size() > 1);
        style.setPlotContentSize(0.96);
        series.forEach(each -> add(chart, each));
        return chart;
    }

    private void add(CategoryChart chart, Series each) {
        List<Double> values = Arrays.stream(each.y()).mapToObj(value -> Double.isFinite(value) ? value : null).toList();
        CategorySeries bars = each.hasDeviation()
                ? chart.addSeries(each.name(), places, values, DoubleStream.of(each.deviation()).boxed().toList())
                : chart.addSeries(each.name(), places, values);
        bars.setFillColor(each.look().color());
    }
}

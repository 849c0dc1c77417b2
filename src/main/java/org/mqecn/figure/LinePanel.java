// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over numbers.
 *
 * @param xAxis the axis below
 * @param yAxis the axis at the left
 * @param hasMarkers whether each value is a point of its own
 */
record LinePanel(String title, Axis xAxis, Axis yAxis, boolean hasMarkers, List<Series> series, int height)
        implements Panel {
    /** The library writes no number at the very end of an axis. */
    private static final double AXIS_MARGIN = 1e-6;

    private static final int TICK_SPACING = 50;

    @Override
    public XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(ChartStyle.width())
                .height(height)
                .title(title)
                .xAxisTitle(xAxis.title())
                .yAxisTitle(yAxis.title())
                .build();
        XYStyler style = chart.getStyler();
        ChartStyle.applyTo(chart, style);
        style.setXAxisMin(xAxis.axisRange().from())
                .setXAxisMax(xAxis.axisRange().to());
        double more = AXIS_MARGIN * yAxis.axisRange().to();
        style.setYAxisMin(yAxis.axisRange().from() - more)
                .setYAxisMax(yAxis.axisRange().to() + more);
        style.setXAxisTickMarkSpacingHint(2 * TICK_SPACING).setYAxisTickMarkSpacingHint(TICK_SPACING);
        style.setLegendVisible(series.size() > 1);
        style.setXAxisLogarithmic(xAxis.scale() == Axis.AxisScale.LOGARITHMIC);
        List<String> ticks = xAxis.ticks();
        if (!ticks.isEmpty()) {
            chart.setCustomXAxisTickLabelsFormatter(value ->
                    value == Math.rint(value) && value >= 0 && value < ticks.size() ? ticks.get(value.intValue()) : "");
        }
        series.forEach(each -> add(chart, each));
        return chart;
    }

    private void add(XYChart chart, Series each) {
        int[] shown = IntStream.range(0, each.x().length)
                .filter(i -> xAxis.axisRange().contains(each.x()[i]) && Double.isFinite(each.y()[i]))
                .toArray();
        if (shown.length == 0) {
            return;
        }
        double[] xs = pick(each.x(), shown);
        double[] ys = pick(each.y(), shown);
        XYSeries line = each.hasDeviation()
                ? chart.addSeries(each.name(), xs, ys, pick(each.deviation(), shown))
                : chart.addSeries(each.name(), xs, ys);
        line.setMarker(hasMarkers ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        line.setMarkerColor(each.style().color());
        line.setLineColor(each.style().color()).setLineStyle(each.thin() ? ChartStyle.THIN : ChartStyle.LINE);
    }

    private static double[] pick(double[] values, int[] shown) {
        return Arrays.stream(shown).mapToDouble(i -> values[i]).toArray();
    }
}

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
 * @param below the axis below
 * @param left the axis at the left
 * @param points whether each value is a point of its own
 */
record LinePanel(String title, Axis below, Axis left, boolean points, List<Series> series, int height)
        implements Panel {
    /** The library writes no number at the very end of an axis. */
    private static final double A_LITTLE = 1e-6;
    private static final int TICKS_APART = 50;

    @Override
    public XYChart chart() {
        XYChart chart = new XYChartBuilder().width(Look.width()).height(height).title(title)
                .xAxisTitle(below.title()).yAxisTitle(left.title()).build();
        XYStyler style = chart.getStyler();
        Look.dress(chart, style);
        style.setXAxisMin(below.range().from()).setXAxisMax(below.range().to());
        double more = A_LITTLE * left.range().to();
        style.setYAxisMin(left.range().from() - more).setYAxisMax(left.range().to() + more);
        style.setXAxisTickMarkSpacingHint(2 * TICKS_APART).setYAxisTickMarkSpacingHint(TICKS_APART);
        style.setLegendVisible(series.size() > 1);
        style.setXAxisLogarithmic(below.kind() == Axis.Kind.LOGARITHMIC);
        List<String> ticks = below.ticks();
        if (!ticks.isEmpty()) {
            chart.setCustomXAxisTickLabelsFormatter(value ->
                    value == Math.rint(value) && value >= 0 && value < ticks.size() ? ticks.get(value.intValue()) : "");
        }
        series.forEach(each -> add(chart, each));
        return chart;
    }

    private void add(XYChart chart, Series each) {
        int[] shown = IntStream.range(0, each.x().length)
                .filter(i -> below.range().holds(each.x()[i]) && Double.isFinite(each.y()[i])).toArray();
        if (shown.length == 0) {
            return;
        }
        double[] xs = pick(each.x(), shown);
        double[] ys = pick(each.y(), shown);
        XYSeries line = each.hasDeviation()
                ? chart.addSeries(each.name(), xs, ys, pick(each.deviation(), shown))
                : chart.addSeries(each.name(), xs, ys);
        line.setMarker(points ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        line.setMarkerColor(each.look().color());
        line.setLineColor(each.look().color()).setLineStyle(each.fine() ? Look.FINE : Look.LINE);
    }

    private static double[] pick(double[] values, int[] shown) {
        return Arrays.stream(shown).mapToDouble(i -> values[i]).toArray();
    }
}

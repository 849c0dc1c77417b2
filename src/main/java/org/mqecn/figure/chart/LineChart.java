// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYDataset;

/** Draws a panel of lines. */
final class LineChart {
    /** The part of the width that names of positions may take. */
    private static final double LABEL_PART = 0.7;

    private LineChart() {}

    static JFreeChart create(LinePanel panel, ChartStyle style) {
        DefaultXYDataset data = new DefaultXYDataset();
        List<Series> drawn = new ArrayList<>();
        for (Series series : panel.series()) {
            Series visible = visible(series, panel.xAxis().range());
            data.addSeries(drawn.size(), new double[][] {visible.x(), visible.y()});
            drawn.add(visible);
        }
        XYPlot plot = new XYPlot(
                data,
                xAxis(panel, style),
                style.yAxis(panel.yAxis().title(), panel.yAxis().range()),
                null);
        plot.setRenderer(new SeriesRenderer(panel, drawn));
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(new RectangleInsets(0, 0.5, 0.5, 0));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(ChartColor.GRID.color());
        plot.setRangeGridlineStroke(ChartStyle.HAIRLINE);
        plot.setInsets(new RectangleInsets(3, 3, 3, 14));
        return new JFreeChart(null, null, plot, false);
    }

    /** The height of the names of positions if they have no room side by side and are written upwards; else 0. */
    static double labelHeight(LinePanel panel, ChartStyle style) {
        List<String> labels = panel.xAxis().ticks();
        double widest = labels.stream()
                .mapToDouble(label -> ChartFont.width(label, style.font()))
                .max()
                .orElse(0);
        return widest * labels.size() > LABEL_PART * style.width() ? widest : 0;
    }

    private static ValueAxis xAxis(LinePanel panel, ChartStyle style) {
        Axis x = panel.xAxis();
        if (x.isLogarithmic()) {
            LogarithmicTicksAxis axis = new LogarithmicTicksAxis(x.title());
            style.apply(axis);
            ChartStyle.setRange(axis, x.range());
            return axis;
        }
        if (x.ticks().isEmpty()) {
            return style.xAxis(x.title(), x.range());
        }
        SymbolAxis axis = new SymbolAxis(x.title(), x.ticks().toArray(String[]::new));
        axis.setGridBandsVisible(false);
        axis.setVerticalTickLabels(labelHeight(panel, style) > 0);
        style.apply(axis);
        ChartStyle.setRange(axis, x.range());
        return axis;
    }

    /** The points inside a range, and those beside it, to which lines are clipped. */
    private static Series visible(Series series, AxisRange range) {
        double[] x = series.x();
        int[] kept = IntStream.range(0, x.length)
                .filter(i -> range.contains(x[i])
                        || i > 0 && range.contains(x[i - 1])
                        || i + 1 < x.length && range.contains(x[i + 1]))
                .toArray();
        return new Series(
                series.name(),
                series.style(),
                pick(x, kept),
                pick(series.y(), kept),
                Arrays.stream(kept).mapToDouble(series::halfWidth).toArray());
    }

    private static double[] pick(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
    }

    /** A path for each series, with markers, error bars and tooltips. */
    private static final class SeriesRenderer extends XYLineAndShapeRenderer {
        private static final long serialVersionUID = 1;
        private static final int MARKERS = 6;
        private static final double CAP = 2;

        private final transient LinePanel panel;
        private final transient List<Series> drawn;
        private final transient List<boolean[]> marked;

        SeriesRenderer(LinePanel panel, List<Series> drawn) {
            super(true, true);
            this.panel = panel;
            this.drawn = drawn;
            marked = IntStream.range(0, drawn.size()).mapToObj(this::markers).toList();
            setDrawSeriesLineAsPath(true);
            for (int i = 0; i < drawn.size(); i++) {
                SeriesStyle style = drawn.get(i).style();
                setSeriesPaint(i, style.color().color());
                setSeriesStroke(i, style.stroke());
                setSeriesShape(i, style.shape(ChartStyle.MARKER));
            }
        }

        /** All points, or a few at even distances, not those of the series before. */
        private boolean[] markers(int series) {
            double[] x = drawn.get(series).x();
            double[] y = drawn.get(series).y();
            boolean[] marked = new boolean[x.length];
            if (drawn.get(series).style().marker() == SeriesStyle.Marker.NONE) {
                return marked;
            }
            if (panel.areSamples()) {
                Arrays.fill(marked, true);
                return marked;
            }
            int[] inside = IntStream.range(0, x.length)
                    .filter(i -> Double.isFinite(y[i]) && panel.xAxis().range().contains(x[i]))
                    .toArray();
            double shift = (series % MARKERS + 0.5) / MARKERS;
            for (int i = 0; i < MARKERS && inside.length > 0; i++) {
                marked[inside[(int) ((i + shift) / MARKERS * (inside.length - 1))]] = true;
            }
            return marked;
        }

        @Override
        public boolean getItemShapeVisible(int series, int item) {
            return marked.get(series)[item];
        }

        @Override
        public void drawItem(
                Graphics2D graphics,
                XYItemRendererState state,
                Rectangle2D dataArea,
                PlotRenderingInfo info,
                XYPlot plot,
                ValueAxis domainAxis,
                ValueAxis rangeAxis,
                XYDataset dataset,
                int series,
                int item,
                CrosshairState crosshairState,
                int pass) {
            part(series, item, pass).draw(graphics, () -> {
                if (pass == 0) {
                    drawInterval(graphics, dataArea, plot, series, item);
                }
                super.drawItem(
                        graphics,
                        state,
                        dataArea,
                        info,
                        plot,
                        domainAxis,
                        rangeAxis,
                        dataset,
                        series,
                        item,
                        crosshairState,
                        pass);
            });
        }

        private ChartPart part(int series, int item, int pass) {
            Series each = drawn.get(series);
            String tooltip = pass == 0
                    ? each.name()
                    : each.name() + ": " + panel.yAxis().title() + " "
                            + Tooltip.number(each.y()[item], each.halfWidth(item)) + " at "
                            + panel.xAxis().title() + " " + label(each.x()[item]);
            return new ChartPart(ChartPart.Role.VALUES, each.name(), tooltip);
        }

        private String label(double x) {
            List<String> ticks = panel.xAxis().ticks();
            return ticks.isEmpty() ? Tooltip.number(x, 0) : ticks.get((int) x);
        }

        private void drawInterval(Graphics2D graphics, Rectangle2D area, XYPlot plot, int series, int item) {
            double halfWidth = drawn.get(series).halfWidth(item);
            double y = drawn.get(series).y()[item];
            if (halfWidth <= 0 || !Double.isFinite(y)) {
                return;
            }
            double x = plot.getDomainAxis().valueToJava2D(drawn.get(series).x()[item], area, RectangleEdge.BOTTOM);
            double low = plot.getRangeAxis().valueToJava2D(y - halfWidth, area, RectangleEdge.LEFT);
            double high = plot.getRangeAxis().valueToJava2D(y + halfWidth, area, RectangleEdge.LEFT);
            graphics.setPaint(drawn.get(series).style().color().color());
            graphics.setStroke(ChartStyle.HAIRLINE);
            graphics.draw(new Line2D.Double(x, low, x, high));
            graphics.draw(new Line2D.Double(x - CAP, low, x + CAP, low));
            graphics.draw(new Line2D.Double(x - CAP, high, x + CAP, high));
        }
    }
}

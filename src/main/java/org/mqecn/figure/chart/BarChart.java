// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RectangularShape;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPosition;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.CategoryLabelWidthType;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarPainter;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws a panel of bars: upright while the labels of the categories fit below them, else lying, with labels beside. */
final class BarChart {
    private static final int LABEL_LINES = 3;
    /** The part of the axis that labels may take. */
    private static final double LABEL_PART = 0.6;

    private static final double AXIS_WIDTH = 45;
    private static final double THICKNESS = 7;
    private static final double GAP = 6;
    private static final double AXIS_HEIGHT = 32;
    private static final float LABEL_SHARE = 0.45f;

    private BarChart() {}

    /** Whether the labels of categories have no room side by side. */
    static boolean isLying(BarPanel panel, ChartStyle style) {
        double slot =
                LABEL_PART * (style.width() - AXIS_WIDTH) / panel.categories().size();
        return panel.categories().stream().anyMatch(label -> {
            double width = ChartFont.width(label, style.font());
            double widest = Arrays.stream(label.split(" "))
                    .mapToDouble(word -> ChartFont.width(word, style.font()))
                    .max()
                    .orElse(0);
            return widest > slot || width > LABEL_LINES * 0.7 * slot && width > slot;
        });
    }

    static double height(BarPanel panel, ChartStyle style, int panels) {
        return isLying(panel, style)
                ? AXIS_HEIGHT
                        + panel.categories().size()
                                * (GAP + THICKNESS * panel.series().size())
                : style.height(panels);
    }

    static JFreeChart create(BarPanel panel, ChartStyle style) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (int series = 0; series < panel.series().size(); series++) {
            for (int category = 0; category < panel.categories().size(); category++) {
                double value = panel.series().get(series).y()[category];
                data.addValue(
                        Double.isFinite(value) ? value : null,
                        (Integer) series,
                        panel.categories().get(category));
            }
        }
        CategoryAxis categories = new CategoryAxis(panel.xTitle().isEmpty() ? null : panel.xTitle());
        style.apply(categories);
        categories.setTickMarksVisible(false);
        categories.setMaximumCategoryLabelLines(LABEL_LINES);
        boolean lying = isLying(panel, style);
        double margin = lying ? 0.02 : 0.05;
        categories.setLowerMargin(margin);
        categories.setUpperMargin(margin);
        categories.setCategoryMargin(panel.categories().size() == 1 ? 0 : 0.3);
        if (lying) {
            categories.setCategoryLabelPositions(CategoryLabelPositions.replaceLeftPosition(
                    categories.getCategoryLabelPositions(),
                    new CategoryLabelPosition(
                            RectangleAnchor.RIGHT,
                            TextBlockAnchor.CENTER_RIGHT,
                            TextAnchor.CENTER_RIGHT,
                            0,
                            CategoryLabelWidthType.RANGE,
                            LABEL_SHARE)));
        }
        AxisRange values = AxisRange.fromZero(panel.series().stream().flatMapToDouble(Series::upperBounds));
        CategoryPlot plot = new CategoryPlot(data, categories, style.yAxis(panel.yTitle(), values), renderer(panel));
        plot.setOrientation(lying ? PlotOrientation.HORIZONTAL : PlotOrientation.VERTICAL);
        if (lying) {
            plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        }
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(new RectangleInsets(0, 0.5, 0.5, 0));
        plot.setRangeGridlinePaint(ChartColor.GRID.color());
        plot.setRangeGridlineStroke(ChartStyle.HAIRLINE);
        plot.setInsets(new RectangleInsets(3, 3, 3, 14));
        return new JFreeChart(null, null, plot, false);
    }

    private static BarRenderer renderer(BarPanel panel) {
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new HatchedBars(panel));
        renderer.setShadowVisible(false);
        renderer.setItemMargin(0.06);
        renderer.setMaximumBarWidth(0.12);
        return renderer;
    }

    /** Bars with hatches, error bars and tooltips. */
    private record HatchedBars(BarPanel panel) implements BarPainter {
        private static final double CAP = 2;

        @Override
        public void paintBar(
                Graphics2D graphics,
                BarRenderer renderer,
                int row,
                int column,
                RectangularShape bar,
                RectangleEdge base) {
            Series series = panel.series().get(row);
            double value = series.y()[column];
            double deviation = series.deviation(column);
            String tooltip = panel.categories().get(column)
                    + (panel.series().size() > 1 ? ", " + series.name() : "") + ": "
                    + Tooltip.number(value, deviation);
            new ChartPart(ChartPart.Role.VALUES, series.name(), tooltip).draw(graphics, () -> {
                Hatching.fill(graphics, bar.getBounds2D(), series.style());
                if (deviation > 0 && value > 0) {
                    drawDeviation(graphics, bar.getBounds2D(), base, deviation / value);
                }
            });
        }

        /** @param share of the bar's length */
        private static void drawDeviation(Graphics2D graphics, Rectangle2D bar, RectangleEdge base, double share) {
            graphics.setPaint(ChartColor.FOREGROUND.color());
            graphics.setStroke(ChartStyle.HAIRLINE);
            if (base == RectangleEdge.LEFT || base == RectangleEdge.RIGHT) {
                double y = bar.getCenterY();
                double length = share * bar.getWidth();
                double end = bar.getMaxX();
                graphics.draw(new Line2D.Double(end - length, y, end + length, y));
                for (double x : List.of(end - length, end + length)) {
                    graphics.draw(new Line2D.Double(x, y - CAP, x, y + CAP));
                }
            } else {
                double x = bar.getCenterX();
                double length = share * bar.getHeight();
                double end = bar.getMinY();
                graphics.draw(new Line2D.Double(x, end - length, x, end + length));
                for (double y : List.of(end - length, end + length)) {
                    graphics.draw(new Line2D.Double(x - CAP, y, x + CAP, y));
                }
            }
        }

        @Override
        public void paintBarShadow(
                Graphics2D graphics,
                BarRenderer renderer,
                int row,
                int column,
                RectangularShape bar,
                RectangleEdge base,
                boolean pegShadow) {
            // Bars have no shadow.
        }
    }
}

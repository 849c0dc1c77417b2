// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RectangularShape;
import java.text.BreakIterator;
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
import org.jfree.chart.text.TextBlock;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * Draws a panel of bars: upright while the labels of the categories fit below them and the bars are not too thin, else lying,
 * with labels beside.
 */
final class BarChart {
    private static final int LABEL_LINES = 3;
    /** The part of the axis that labels may take. */
    private static final double LABEL_PART = 0.6;

    private static final double AXIS_WIDTH = 45;
    private static final double THICKNESS = 7;
    private static final double GAP = 6;
    private static final double AXIS_HEIGHT = 32;
    private static final float LABEL_SHARE = 0.45f;
    private static final double LINE_SPACING = 1.25;
    /** The thickness in points from which colours and hatches can be told apart. */
    private static final double LEAST_THICKNESS = 3;

    private BarChart() {}

    /** Whether the labels of categories, or the bars, have no room side by side. */
    static boolean isLying(BarPanel panel, ChartStyle style) {
        double slot =
                LABEL_PART * (style.width() - AXIS_WIDTH) / panel.categories().size();
        return slot / panel.series().size() < LEAST_THICKNESS
                || panel.categories().stream().anyMatch(label -> {
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
                                * (GAP + Math.max(THICKNESS * panel.series().size(), labelHeight(panel, style)))
                : style.height(panels);
    }

    /** The height of the highest label beside lying bars. */
    private static double labelHeight(BarPanel panel, ChartStyle style) {
        double room = LABEL_SHARE * style.width();
        int lines = panel.categories().stream()
                .mapToInt(label -> lines(label, room, style))
                .max()
                .orElse(1);
        return lines == 1
                ? 0
                : Math.min(lines, LABEL_LINES) * LINE_SPACING * style.font().getSize2D();
    }

    /** The number of lines of a label that is wrapped at a width, where JFreeChart wraps it. */
    private static int lines(String label, double room, ChartStyle style) {
        BreakIterator breaks = BreakIterator.getLineInstance();
        breaks.setText(label);
        int lines = 1;
        int begin = 0;
        int end = breaks.first();
        for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
            if (end > begin && ChartFont.width(label.substring(begin, next), style.font()) > room) {
                lines++;
                begin = end;
            }
            end = next;
        }
        return lines;
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
        boolean lying = isLying(panel, style);
        CategoryAxis categories = new LabelAxis(panel.xTitle().isEmpty() ? null : panel.xTitle(), lying);
        style.apply(categories);
        categories.setTickMarksVisible(false);
        categories.setMaximumCategoryLabelLines(LABEL_LINES);
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

    /** An axis whose labels are flush right beside lying bars. */
    private static final class LabelAxis extends CategoryAxis {
        private static final long serialVersionUID = 1;

        private final boolean beside;

        LabelAxis(String title, boolean beside) {
            super(title);
            this.beside = beside;
        }

        @Override
        @SuppressWarnings("rawtypes") // The signature of JFreeChart.
        protected TextBlock createLabel(Comparable category, float width, RectangleEdge edge, Graphics2D graphics) {
            TextBlock label = super.createLabel(category, width, edge, graphics);
            label.setLineAlignment(beside ? HorizontalAlignment.RIGHT : HorizontalAlignment.CENTER);
            return label;
        }
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
            double halfWidth = series.halfWidth(column);
            String tooltip = panel.categories().get(column)
                    + (panel.series().size() > 1 ? ", " + series.name() : "") + ": "
                    + Tooltip.number(value, halfWidth);
            new ChartPart(ChartPart.Role.VALUES, series.name(), tooltip).draw(graphics, () -> {
                Hatching.fill(graphics, bar.getBounds2D(), series.style());
                if (halfWidth > 0 && value > 0) {
                    drawInterval(graphics, bar.getBounds2D(), base, halfWidth / value);
                }
            });
        }

        /** @param share of the bar's length */
        private static void drawInterval(Graphics2D graphics, Rectangle2D bar, RectangleEdge base, double share) {
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Sizes and looks that all charts of one width share. Lengths are points.
 *
 * @param width of the figure
 */
record ChartStyle(double width) {
    static final BasicStroke HAIRLINE = new BasicStroke(0.5f);
    static final double MARKER = 4;

    /** The width of a column of a paper, roughly, up to which letters are as small as papers allow. */
    private static final double COLUMN = 260;

    private static final double SMALL = 7;
    private static final double NORMAL = 8;
    private static final double LEAST_HEIGHT = 95;
    private static final double MOST_HEIGHT = 200;
    private static final double STACKED_HEIGHT = 130;
    private static final double STEPS = 5;
    private static final double STEP_WIDTH = 50;

    Font font() {
        return ChartFont.ofSize(width <= COLUMN ? SMALL : NORMAL);
    }

    /** The height of a panel without its legend and title. */
    double height(int panels) {
        double most = panels > 1 ? STACKED_HEIGHT : MOST_HEIGHT;
        return Math.min(Math.max(0.55 * width, LEAST_HEIGHT), most);
    }

    /** The font, colours and insets of an axis. */
    void apply(Axis axis) {
        axis.setLabelFont(font());
        axis.setTickLabelFont(font());
        axis.setLabelPaint(ChartColor.FOREGROUND.color());
        axis.setTickLabelPaint(ChartColor.FOREGROUND.color());
        axis.setAxisLinePaint(ChartColor.FOREGROUND.color());
        axis.setAxisLineStroke(HAIRLINE);
        axis.setTickMarkPaint(ChartColor.FOREGROUND.color());
        axis.setTickMarkStroke(HAIRLINE);
        axis.setTickMarkOutsideLength(2);
        axis.setLabelInsets(new RectangleInsets(2, 2, 2, 2));
        axis.setTickLabelInsets(new RectangleInsets(1.5, 2, 1.5, 2));
    }

    /** A horizontal linear axis with ticks at round numbers. */
    NumberAxis xAxis(String title, AxisRange range) {
        return numberAxis(title, range, Math.max(STEPS, width / STEP_WIDTH));
    }

    /** A vertical linear axis with ticks at round numbers. */
    NumberAxis yAxis(String title, AxisRange range) {
        return numberAxis(title, range, STEPS);
    }

    private NumberAxis numberAxis(String title, AxisRange range, double steps) {
        NumberAxis axis = new NumberAxis(title.isEmpty() ? null : title);
        apply(axis);
        setRange(axis, range);
        axis.setTickUnit(new NumberTickUnit(roundStep((range.to() - range.from()) / steps), numberFormat()));
        return axis;
    }

    static void setRange(ValueAxis axis, AxisRange range) {
        axis.setRange(range.from(), range.to());
        axis.setAutoRange(false);
    }

    static NumberFormat numberFormat() {
        return new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is not below a step. */
    static double roundStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= step * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}

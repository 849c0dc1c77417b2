// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/**
 * How all pictures look. On a page, colours are the page's: it has others where it is dark. The colours of lines can
 * be told apart by colour-blind readers and, nearly all, in grey (Okabe and Ito).
 */
enum ChartStyle {
    BLUE(0x0072b2),
    ORANGE(0xe69f00),
    GREEN(0x009e73),
    RED(0xd55e00),
    PURPLE(0xcc79a7),
    SKY(0x56b4e9),
    BROWN(0x8c5a2b),
    GREY(0x8a8a8a),
    /** Thresholds, and letters. */
    INK(0x222222),
    /** What the paper has. */
    PAPER(0xbdbdb7),
    GRID(0xe4e4e4),
    GROUND(0xffffff);

    static final BasicStroke LINE = new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke THIN = new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final String FONT = "DejaVu Sans";
    private static final int LINE_COLORS = GREY.ordinal() + 1;
    private static final int WIDTH = 860;

    private final Color color;

    ChartStyle(int rgb) {
        color = new Color(rgb);
    }

    /** Of the line with a number. */
    static ChartStyle line(int number) {
        return values()[number % LINE_COLORS];
    }

    Color color() {
        return color;
    }

    /** Its name on a page. */
    String cssName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static int width() {
        return WIDTH;
    }

    /** Gives a chart this look. */
    static void applyTo(Chart<?, ?> chart, AxesChartStyler style) {
        style.setBaseFont(font(Font.PLAIN, 12));
        style.setChartTitleFont(font(Font.BOLD, 13))
                .setChartTitleBoxVisible(false)
                .setChartTitleVisible(!chart.getTitle().isEmpty());
        style.setChartTitlePadding(4).setChartPadding(8).setChartFontColor(INK.color);
        style.setChartBackgroundColor(GROUND.color).setPlotBackgroundColor(GROUND.color);
        style.setPlotBorderVisible(false);
        style.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendFont(font(Font.PLAIN, 12));
        style.setLegendBorderColor(GROUND.color)
                .setLegendBackgroundColor(GROUND.color)
                .setLegendSeriesLineLength(22);
        style.setAxisTitleFont(font(Font.PLAIN, 12)).setAxisTickLabelsFont(font(Font.PLAIN, 11));
        style.setAxisTickLabelsColor(INK.color).setXAxisTitleColor(INK.color).setYAxisTitleColor(INK.color);
        style.setPlotGridLinesColor(GRID.color).setPlotGridLinesStroke(new BasicStroke(0.8f));
        style.setPlotGridVerticalLinesVisible(false).setAxisTicksMarksVisible(false);
        style.setAxisTicksLineVisible(false).setPlotMargin(0).setPlotContentSize(1);
        style.setYAxisDecimalPattern("0.##").setXAxisDecimalPattern("0.##");
        style.setErrorBarsColor(INK.color)
                .setErrorBarsColorSeriesColor(chart instanceof XYChart)
                .setAntiAlias(true);
    }

    /** A picture as part of a page: its colours have names there, and the page's ground is its own. */
    static String withCssColors(String svg) {
        String page = svg;
        for (ChartStyle chartStyle : values()) {
            String rgb = "rgb(" + chartStyle.color.getRed() + "," + chartStyle.color.getGreen() + ","
                    + chartStyle.color.getBlue() + ")";
            page = page.replace(rgb, "var(--" + chartStyle.cssName() + ")");
        }
        return page;
    }

    private static Font font(int style, int size) {
        return new Font(FONT, style, size);
    }
}

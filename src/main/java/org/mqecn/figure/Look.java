// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How all pictures look. The colours can be told apart by colour-blind readers and in grey (Okabe and Ito). */
final class Look {
    static final Color BLUE = new Color(0x0072b2);
    static final Color ORANGE = new Color(0xe69f00);
    static final Color GREEN = new Color(0x009e73);
    static final Color INK = new Color(0x222222);

    static final BasicStroke LINE = new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final Color GRID = new Color(0xe4e4e4);
    private static final String FONT = "DejaVu Sans";
    private static final int WIDTH = 860;

    private Look() {}

    static XYChart chart(String title, String x, String y, int height) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(height).title(title)
                .xAxisTitle(x).yAxisTitle(y).build();
        XYStyler style = chart.getStyler();
        style.setBaseFont(font(Font.PLAIN, 12));
        style.setChartTitleFont(font(Font.BOLD, 13)).setChartTitleBoxVisible(false);
        style.setChartTitlePadding(4).setChartPadding(8).setChartFontColor(INK);
        style.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendFont(font(Font.PLAIN, 12));
        style.setLegendBorderColor(Color.WHITE).setLegendSeriesLineLength(22);
        style.setAxisTitleFont(font(Font.PLAIN, 12)).setAxisTickLabelsFont(font(Font.PLAIN, 11));
        style.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(0.8f));
        style.setPlotGridVerticalLinesVisible(false).setAxisTicksMarksVisible(false);
        style.setAxisTicksLineVisible(false).setPlotMargin(0).setPlotContentSize(1);
        style.setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.##");
        style.setAntiAlias(true);
        return chart;
    }

    static void line(XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color).setLineStyle(stroke);
    }

    private static Font font(int style, int size) {
        return new Font(FONT, style, size);
    }
}

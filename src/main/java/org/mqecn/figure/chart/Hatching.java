// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** Fills rectangles with a colour and lines across it, as vectors. */
final class Hatching {
    private static final double DISTANCE = 4;
    private static final BasicStroke LINE = new BasicStroke(0.7f);

    private Hatching() {}

    static void fill(Graphics2D graphics, Rectangle2D box, SeriesStyle style) {
        graphics.setPaint(style.color().color());
        graphics.fill(box);
        graphics.setPaint(ChartColor.BACKGROUND.color());
        graphics.setStroke(LINE);
        switch (style.hatch()) {
            case NONE -> {}
            case RISING -> drawDiagonals(graphics, box, true);
            case FALLING -> drawDiagonals(graphics, box, false);
            case CROSSED -> {
                drawDiagonals(graphics, box, true);
                drawDiagonals(graphics, box, false);
            }
            case HORIZONTAL -> {
                for (double y = DISTANCE / 2; y < box.getHeight(); y += DISTANCE) {
                    graphics.draw(
                            new Line2D.Double(box.getMinX(), box.getMaxY() - y, box.getMaxX(), box.getMaxY() - y));
                }
            }
        }
    }

    /** Lines of slope 1 through (offset, 0), clipped to the box; coordinates are those from its lower left corner. */
    private static void drawDiagonals(Graphics2D graphics, Rectangle2D box, boolean rising) {
        double width = box.getWidth();
        double height = box.getHeight();
        double distance = DISTANCE * Math.sqrt(2);
        for (double offset = distance / 2 - distance * Math.ceil(height / distance);
                offset < width;
                offset += distance) {
            double from = Math.max(0, offset);
            double to = Math.min(width, offset + height);
            if (to > from) {
                graphics.draw(new Line2D.Double(
                        rising ? box.getMinX() + from : box.getMaxX() - from,
                        box.getMaxY() - (from - offset),
                        rising ? box.getMinX() + to : box.getMaxX() - to,
                        box.getMaxY() - (to - offset)));
            }
        }
    }
}

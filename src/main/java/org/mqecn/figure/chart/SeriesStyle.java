// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The style of a series: a colour, a dash and a marker for lines, a colour and a hatch for bars. Neighbours differ in
 * all of them, so they can be told apart in greyscale.
 *
 * @param isThin whether the line is half as wide
 */
public record SeriesStyle(ChartColor color, Dash dash, Marker marker, Hatch hatch, boolean isThin) {
    /** A measured value without other series of its kind. */
    public static final SeriesStyle FIRST = of(0);
    /** The values of a paper. */
    public static final SeriesStyle PAPER =
            new SeriesStyle(ChartColor.PAPER, Dash.SOLID, Marker.NONE, Hatch.RISING, false);
    /** The sum of several series. */
    public static final SeriesStyle SUM = new SeriesStyle(ChartColor.GREY, Dash.SOLID, Marker.NONE, Hatch.NONE, false);
    /** A threshold. */
    public static final SeriesStyle THRESHOLD =
            new SeriesStyle(ChartColor.FOREGROUND, Dash.DASHED, Marker.NONE, Hatch.NONE, true);

    private static final float WIDTH = 1.1f;
    private static final float THIN_WIDTH = 0.8f;

    /** The lengths of strokes and gaps, in points. */
    public enum Dash {
        SOLID,
        DASHED(4, 1.6f),
        DOTTED(1, 1.4f),
        DASH_DOT(5, 1.5f, 1, 1.5f),
        LONG_DASHED(8, 2);

        private final float[] lengths;

        Dash(float... lengths) {
            this.lengths = lengths;
        }
    }

    /** The shape of a point. */
    public enum Marker {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        DIAMOND,
        CROSS,
        TRIANGLE_DOWN,
        NONE
    }

    /** Lines across a bar. */
    public enum Hatch {
        NONE,
        RISING,
        FALLING,
        HORIZONTAL,
        CROSSED
    }

    /** The style of a series by its index: 330 differ. */
    public static SeriesStyle of(int index) {
        return new SeriesStyle(
                ChartColor.OF_SERIES.get(index % ChartColor.OF_SERIES.size()),
                Dash.values()[index % Dash.values().length],
                Marker.values()[index % Marker.NONE.ordinal()],
                Hatch.values()[index % Hatch.values().length],
                false);
    }

    /** The style of a measured series beside the curve of a paper. */
    public SeriesStyle solid() {
        return new SeriesStyle(color, Dash.SOLID, marker, hatch, isThin);
    }

    /** The style of the curve of a paper beside a measured series with this style. */
    public SeriesStyle ofPaper() {
        return new SeriesStyle(color, Dash.DASHED, marker, hatch, true);
    }

    /** The style of the threshold of a series with this style. */
    public SeriesStyle threshold() {
        return new SeriesStyle(color, Dash.DASHED, Marker.NONE, Hatch.NONE, true);
    }

    BasicStroke stroke() {
        return new BasicStroke(
                isThin ? THIN_WIDTH : WIDTH,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                1,
                dash.lengths.length == 0 ? null : dash.lengths,
                0);
    }

    /** The marker around the origin, of about this size. */
    Shape shape(double size) {
        double half = size / 2;
        return switch (marker) {
            case CIRCLE, NONE -> new Ellipse2D.Double(-half, -half, size, size);
            case SQUARE -> new Rectangle2D.Double(-half, -half, size, size);
            case TRIANGLE -> polygon(0, -half, half, half, -half, half);
            case DIAMOND ->
                AffineTransform.getScaleInstance(1.2, 1.2)
                        .createTransformedShape(polygon(0, -half, half, 0, 0, half, -half, 0));
            case CROSS -> cross(half);
            case TRIANGLE_DOWN -> polygon(0, half, half, -half, -half, -half);
        };
    }

    private static Path2D polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Path2D cross(double half) {
        double arm = 1.2 * half;
        double thick = 0.3 * half;
        Path2D path = polygon(
                -arm, -thick, -thick, -thick, -thick, -arm, thick, -arm, thick, -thick, arm, -thick, arm, thick, thick,
                thick, thick, arm, -thick, arm, -thick, thick, -arm, thick);
        path.transform(AffineTransform.getRotateInstance(Math.PI / 4));
        return path;
    }
}

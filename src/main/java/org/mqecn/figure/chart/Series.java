// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A line, or the bars of one colour.
 *
 * @param x empty for bars
 * @param y NaN where there is no value
 * @param halfWidth half of the confidence interval of each value; empty for none
 */
public record Series(String name, SeriesStyle style, double[] x, double[] y, double[] halfWidth) {
    /** A line. */
    public static Series line(String name, SeriesStyle style, double[] x, double[] y) {
        return new Series(name, style, x, y, new double[0]);
    }

    /** Bars, one for each category. */
    public static Series bars(String name, SeriesStyle style, double[] values) {
        return new Series(name, style, new double[0], values, new double[0]);
    }

    /** The same values in another style. */
    public Series withStyle(SeriesStyle other) {
        return new Series(name, other, x, y, halfWidth);
    }

    Series scaledBy(double factor) {
        return new Series(
                name,
                style,
                x,
                DoubleStream.of(y).map(value -> value * factor).toArray(),
                DoubleStream.of(halfWidth).map(value -> value * factor).toArray());
    }

    /** Half of the confidence interval of a value; 0 for none. */
    double halfWidth(int item) {
        return halfWidth.length == 0 ? 0 : halfWidth[item];
    }

    boolean hasInterval() {
        return DoubleStream.of(halfWidth).anyMatch(each -> each > 0);
    }

    /** Whether there is a value. */
    public boolean hasValues() {
        return DoubleStream.of(y).anyMatch(Double::isFinite);
    }

    /** The upper ends of the error bars. */
    public DoubleStream upperBounds() {
        return IntStream.range(0, y.length).mapToDouble(i -> y[i] + halfWidth(i));
    }

    /** Both ends of the error bars. */
    public DoubleStream bounds() {
        return DoubleStream.concat(upperBounds(), IntStream.range(0, y.length).mapToDouble(i -> y[i] - halfWidth(i)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mqecn.statistics.MeanAndDeviation;

/**
 * A line, or the bars of one colour.
 *
 * @param x empty for bars, which have a place each
 * @param y not a number where there is no value
 * @param deviation how far repetitions are apart; empty where there are none
 * @param thin a line that others of its colour go around
 */
record Series(String name, ChartStyle style, double[] x, double[] y, double[] deviation, boolean thin) {
    static Series line(String name, ChartStyle chartStyle, double[] x, double[] y) {
        return new Series(name, chartStyle, x, y, new double[0], false);
    }

    static Series thinLine(String name, ChartStyle chartStyle, double[] x, double[] y) {
        return new Series(name, chartStyle, x, y, new double[0], true);
    }

    /** Means of repetitions. */
    static Series means(String name, ChartStyle chartStyle, double[] x, List<Optional<MeanAndDeviation>> points) {
        return new Series(
                name,
                chartStyle,
                x,
                points.stream()
                        .mapToDouble(point -> point.map(MeanAndDeviation::mean).orElse(Double.NaN))
                        .toArray(),
                points.stream()
                        .mapToDouble(
                                point -> point.map(MeanAndDeviation::deviation).orElse(0.0))
                        .toArray(),
                false);
    }

    /** The same in another unit. */
    Series scaledBy(double part) {
        return new Series(
                name,
                style,
                x,
                DoubleStream.of(y).map(value -> value * part).toArray(),
                DoubleStream.of(deviation).map(value -> value * part).toArray(),
                thin);
    }

    boolean hasDeviation() {
        return DoubleStream.of(deviation).anyMatch(each -> each > 0);
    }

    /** The ends of its error bars; values themselves where there are none. */
    DoubleStream upperBounds() {
        return IntStream.range(0, y.length).mapToDouble(i -> deviation.length == 0 ? y[i] : y[i] + deviation[i]);
    }
}

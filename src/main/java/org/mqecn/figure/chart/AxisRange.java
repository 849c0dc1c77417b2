// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.stream.DoubleStream;

/** The part of an axis that is drawn. */
public record AxisRange(double from, double to) {
    private static final double HEADROOM = 1.08;
    private static final double MARGIN = 0.08;
    /** The least margin relative to the value inside: less makes chance look large. */
    private static final double LEAST_MARGIN = 0.03;

    /** From 0 to a little above the highest finite value. */
    public static AxisRange fromZero(DoubleStream values) {
        double most = values.filter(Double::isFinite).max().orElse(1);
        return new AxisRange(0, most <= 0 ? 1 : HEADROOM * most);
    }

    /** From a little below the lowest to a little above the highest finite value, with a value that is always inside. */
    public static AxisRange around(double inside, DoubleStream values) {
        double[] finite = DoubleStream.concat(DoubleStream.of(inside), values.filter(Double::isFinite))
                .toArray();
        double least = DoubleStream.of(finite).min().orElseThrow();
        double most = DoubleStream.of(finite).max().orElseThrow();
        double margin = Math.max(MARGIN * (most - least), LEAST_MARGIN * Math.abs(inside));
        return new AxisRange(least - margin, most + margin);
    }

    /** Whether a value is inside. */
    public boolean contains(double value) {
        return value >= from && value <= to;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.stream.DoubleStream;

/** The part of an axis that is drawn. */
public record AxisRange(double from, double to) {
    private static final double HEADROOM = 1.08;

    /** From 0 to a little above the highest finite value. */
    public static AxisRange fromZero(DoubleStream values) {
        double most = values.filter(Double::isFinite).max().orElse(1);
        return new AxisRange(0, most <= 0 ? 1 : HEADROOM * most);
    }

    /** Whether a value is inside. */
    public boolean contains(double value) {
        return value >= from && value <= to;
    }
}

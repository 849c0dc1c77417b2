// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.stream.DoubleStream;

/** A part of an axis. */
record AxisRange(double from, double to) {
    /** Above the highest value. */
    private static final double HEADROOM = 1.08;

    /** From 0 to a little above the highest of the values that are numbers. */
    static AxisRange fromZero(DoubleStream values) {
        double most = values.filter(Double::isFinite).max().orElse(1);
        return new AxisRange(0, most <= 0 ? 1 : HEADROOM * most);
    }

    boolean contains(double value) {
        return value >= from && value <= to;
    }
}

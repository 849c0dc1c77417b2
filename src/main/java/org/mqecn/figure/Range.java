// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.stream.DoubleStream;

/** A part of an axis. */
record Range(double from, double to) {
    /** Above the highest value. */
    private static final double ROOM = 1.08;

    /** From 0 to a little above the highest of the values that are numbers. */
    static Range upTo(DoubleStream values) {
        double most = values.filter(Double::isFinite).max().orElse(1);
        return new Range(0, most <= 0 ? 1 : ROOM * most);
    }

    boolean holds(double value) {
        return value >= from && value <= to;
    }
}

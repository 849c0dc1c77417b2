// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;

/**
 * An axis.
 *
 * @param title with the unit in parentheses
 * @param ticks labels of the positions 0, 1, 2, …; empty for numbers
 */
public record Axis(String title, AxisRange range, boolean isLogarithmic, List<String> ticks) {
    public Axis {
        ticks = List.copyOf(ticks);
    }

    /** A linear axis of numbers. */
    public static Axis linear(String title, AxisRange range) {
        return new Axis(title, range, false, List.of());
    }

    /** A logarithmic axis. */
    public static Axis logarithmic(String title, AxisRange range) {
        return new Axis(title, range, true, List.of());
    }
}

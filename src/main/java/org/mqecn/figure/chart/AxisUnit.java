// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure.chart;

import java.util.List;

/**
 * The unit of an axis, chosen to keep its numbers short: many microseconds become milliseconds.
 *
 * @param title of the axis
 * @param factor from the unit of the values to that of the axis
 */
public record AxisUnit(String title, double factor) {
    private static final String MICROSECONDS = "µs";
    private static final String MILLISECONDS = "ms";
    private static final double MANY = 20_000;

    /** The title of an axis: {@code RTT (µs)}; no parentheses without a unit. */
    public static String title(String quantity, String unit) {
        return unit.isEmpty() ? quantity : quantity + " (" + unit + ")";
    }

    /** The unit of an axis that has to fit this value. */
    public static AxisUnit of(String quantity, String unit, double most) {
        return unit.equals(MICROSECONDS) && most >= MANY
                ? new AxisUnit(title(quantity, MILLISECONDS), 1 / 1000.0)
                : new AxisUnit(title(quantity, unit), 1);
    }

    /** The unit of an axis with these series. */
    public static AxisUnit of(String quantity, String unit, List<Series> series) {
        return of(
                quantity,
                unit,
                series.stream()
                        .flatMapToDouble(Series::upperBounds)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0));
    }

    /** The series in this unit. */
    public List<Series> convert(List<Series> series) {
        return series.stream().map(each -> each.scaledBy(factor)).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import java.util.List;

/**
 * What an axis counts in, so that its numbers stay short: many microseconds are milliseconds.
 *
 * @param title of the axis
 * @param factor of what values count in
 */
record AxisUnit(String title, double factor) {
    private static final String MICROSECONDS = ", µs";
    private static final String MILLISECONDS = ", ms";
    private static final double MANY = 20_000;

    /** That of an axis with these series. */
    static AxisUnit of(String title, List<Series> series) {
        double most = series.stream()
                .flatMapToDouble(Series::upperBounds)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return title.endsWith(MICROSECONDS) && most >= MANY
                ? new AxisUnit(title.replace(MICROSECONDS, MILLISECONDS), 1 / 1000.0)
                : new AxisUnit(title, 1);
    }

    List<Series> of(List<Series> series) {
        return series.stream().map(each -> each.scaledBy(factor)).toList();
    }
}

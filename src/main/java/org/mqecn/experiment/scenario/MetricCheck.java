// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Expected value or change of a metric.
 *
 * @param where values of variables: the mean of these cases is checked
 * @param baseline cases relative to which the change is checked; empty to check the value itself
 * @param expected the paper's value or, for a change, its percentage; without a paper, 1 for up and -1 for down
 * @param tolerance allowed deviation: percent of the paper's value or, for a change, percentage points; empty if only the
 *     direction is checked
 * @param expectedText the paper's value as written; empty without a paper
 * @param toleranceText the tolerance as written
 * @param note note on the check; may be empty
 */
public record MetricCheck(
        String metric,
        Map<String, String> where,
        Map<String, String> baseline,
        double expected,
        OptionalDouble tolerance,
        String expectedText,
        Optional<String> toleranceText,
        String note) {
    private static final double PERCENT = 100;

    public MetricCheck {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
    }

    /** Whether a change is checked, rather than a value. */
    public boolean isRelative() {
        return !baseline.isEmpty();
    }

    /** The expected direction, if no paper gives a value. */
    public Optional<String> direction() {
        return expectedText.isEmpty() ? Optional.of(expected < 0 ? "down" : "up") : Optional.empty();
    }

    /** Whether a measured value is within the tolerance. A change must also have the expected direction. */
    public boolean passes(double measured) {
        return accepted().contains(measured);
    }

    /** The values that pass. */
    public AcceptedRange accepted() {
        if (!isRelative()) {
            double margin = tolerance.isPresent() ? Math.abs(expected) * tolerance.getAsDouble() / PERCENT : Double.NaN;
            return new AcceptedRange(expected - margin, expected + margin);
        }
        double margin = tolerance.orElse(Double.POSITIVE_INFINITY);
        return new AcceptedRange(
                expected > 0 ? Math.max(expected - margin, Double.MIN_VALUE) : expected - margin,
                expected < 0 ? Math.min(expected + margin, -Double.MIN_VALUE) : expected + margin);
    }

    /** A range of values, ends included. */
    public record AcceptedRange(double from, double to) {
        public boolean contains(double value) {
            return value >= from && value <= to;
        }

        /** How far a value is from the nearest end, on either side. */
        public double distanceToBorder(double value) {
            return Math.min(Math.abs(value - from), Math.abs(value - to));
        }

        /** Whether no value of another range is in this one. */
        public boolean isDisjoint(double otherFrom, double otherTo) {
            return otherTo < from || otherFrom > to;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A change of a mean in percent, and its confidence interval.
 *
 * @param percent of the mean before
 * @param halfWidth half of the interval, in percentage points; NaN if it is not known
 */
public record MeanDifference(double percent, double halfWidth) {
    private static final double HUNDRED = 100;
    private static final double UPPER_TAIL = (1 - MeanInterval.PERCENT / HUNDRED) / 2;

    /**
     * The change between values that belong together, such as runs with the same seed: Student's t of the changes. Empty if
     * a value before is 0.
     */
    public static Optional<MeanDifference> paired(double[] before, double[] after) {
        double[] changes = IntStream.range(0, before.length)
                .mapToDouble(i -> (after[i] / before[i] - 1) * HUNDRED)
                .filter(Double::isFinite)
                .toArray();
        return changes.length < before.length
                ? Optional.empty()
                : MeanInterval.of(changes)
                        .map(mean ->
                                new MeanDifference(mean.mean(), mean.hasInterval() ? mean.halfWidth() : Double.NaN));
    }

    /**
     * The change between independent values: Welch's t, whose variances may differ (Welch, "The Generalization of
     * 'Student's' Problem when Several Different Population Variances are Involved", 1947). Empty if the mean before is 0.
     */
    public static Optional<MeanDifference> independent(double[] before, double[] after) {
        Optional<MeanInterval> one = MeanInterval.of(before);
        Optional<MeanInterval> other = MeanInterval.of(after);
        if (one.isEmpty() || other.isEmpty() || one.get().mean() == 0) {
            return Optional.empty();
        }
        double mean = one.get().mean();
        return Optional.of(new MeanDifference(
                (other.get().mean() / mean - 1) * HUNDRED, welch(one.get(), other.get()) / Math.abs(mean) * HUNDRED));
    }

    private static double welch(MeanInterval one, MeanInterval other) {
        if (!one.hasInterval() || !other.hasInterval()) {
            return Double.NaN;
        }
        double first = square(one.deviation()) / one.count();
        double second = square(other.deviation()) / other.count();
        if (first + second == 0) {
            return 0;
        }
        double freedom =
                square(first + second) / (square(first) / (one.count() - 1) + square(second) / (other.count() - 1));
        return TDistribution.of(freedom).inverseSurvivalProbability(UPPER_TAIL) * Math.sqrt(first + second);
    }

    private static double square(double value) {
        return value * value;
    }

    public boolean hasInterval() {
        return !Double.isNaN(halfWidth);
    }

    /** Whether the interval leaves out zero; without an interval, whether there is any change. */
    public boolean isDifferent() {
        return Math.abs(percent) > (hasInterval() ? halfWidth : 0);
    }
}

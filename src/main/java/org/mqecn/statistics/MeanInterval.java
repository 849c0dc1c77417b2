// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean of independent values, such as repetitions with different seeds, and its confidence interval by Student's t
 * distribution with n - 1 degrees of freedom (Student, "The Probable Error of a Mean", 1908): in {@link #PERCENT} % of
 * experiments the interval covers the true mean, if the values are normally distributed. With few values it is the better
 * choice than a bootstrap, which needs some ten to be of any use.
 *
 * @param count number of values
 * @param deviation sample standard deviation (n - 1); 0 for a single value
 */
public record MeanInterval(double mean, int count, double deviation) {
    /** Confidence of the interval. */
    public static final int PERCENT = 95;
    /** Its name in captions. */
    public static final String NAME = PERCENT + " % confidence interval (Student's t)";

    private static final int MAX_COUNT = 10_000;
    private static final double UPPER_TAIL = (1 - PERCENT / 100.0) / 2;

    /** Empty if there are no values. */
    public static Optional<MeanInterval> of(double... values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double mean = DoubleStream.of(values).average().orElseThrow();
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Optional.of(new MeanInterval(
                mean, values.length, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1))));
    }

    /** Half of the width of the interval; 0 for a single value, whose interval is not known. */
    public double halfWidth() {
        return count == 1
                ? 0
                : TDistribution.of(count - 1).inverseSurvivalProbability(UPPER_TAIL) * deviation / Math.sqrt(count);
    }

    /** Whether the interval is known. */
    public boolean hasInterval() {
        return count > 1;
    }

    /** Number of values that an interval of a half width needs, if the deviation stays what it is; at least this count. */
    public int countFor(double wantedHalfWidth) {
        int needed = count;
        while (needed < MAX_COUNT && new MeanInterval(mean, needed, deviation).halfWidth() > wantedHalfWidth) {
            needed++;
        }
        return needed;
    }
}

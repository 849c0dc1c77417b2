// SPDX-License-Identifier: Apache-2.0
package org.mqecn.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * Percentiles of samples, by one rule everywhere: linear interpolation between the two nearest order statistics
 * (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 7). Of n sorted samples, percentile p is at
 * the 0-based position (n - 1) p / 100. It is the default of numpy, R and Excel, so that a notebook gets the same value.
 */
public final class Percentiles {
    private static final Quantile RULE = Quantile.withDefaults().with(EstimationMethod.HF7);
    private static final double PERCENT = 100;

    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    /** Percentiles of samples in any order. */
    public static Percentiles of(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** A percentile from 0 (the minimum) to 100 (the maximum); not a number if there are no samples. */
    public double at(double percent) {
        return RULE.evaluate(sorted.length, i -> sorted[i], percent / PERCENT);
    }

    public double median() {
        return at(PERCENT / 2);
    }

    /** Several percentiles. */
    public double[] at(double[] percents) {
        return Arrays.stream(percents).map(this::at).toArray();
    }

    public int count() {
        return sorted.length;
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.statistics.MeanInterval;

/**
 * How many repetitions and flows a check needs.
 *
 * @param repetitions that the experiment has
 * @param measured runs of how many seeds tell the spread
 * @param needed repetitions after which the confidence interval leaves the border of the tolerance, if mean and spread stay
 *     as measured; empty if runs of fewer than two seeds tell
 * @param flows mean number of flows behind a percentile in one run; empty if it is none, or if no run tells
 */
public record PlannedCheck(MetricCheck check, int repetitions, int measured, OptionalInt needed, OptionalDouble flows) {
    private static final double QUANTILE = 0.99;
    /** Of the standard normal distribution: 95 % of it are within this distance of 0. */
    private static final double NORMAL = 1.96;

    /**
     * The least number of flows that say how large their 99th percentile may be. The rank of the percentile among n flows is
     * binomial, about normal with mean np and variance np(1 - p); below this n the interval ends above the largest flow
     * (David and Nagaraja, "Order Statistics", section 7.1).
     */
    public static final int LEAST_FLOWS = (int) Math.ceil(NORMAL * NORMAL * QUANTILE / (1 - QUANTILE));

    static OptionalInt needed(MetricCheck check, MeanInterval spread) {
        return spread.hasInterval()
                ? OptionalInt.of(spread.countFor(check.accepted().distanceToBorder(spread.mean())))
                : OptionalInt.empty();
    }

    /** Whether fewer flows than that are behind a percentile. */
    public boolean hasTooFewFlows() {
        return flows.isPresent() && flows.getAsDouble() < LEAST_FLOWS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.statistics.MeanInterval;

/**
 * How many repetitions and flows a check needs.
 *
 * @param repetitions that the experiment has
 * @param spread of what is checked over the runs that are there; empty if there are none
 * @param flows mean number of flows behind a percentile in one run; empty if it is none, or if it is not known
 */
public record PlannedCheck(MetricCheck check, int repetitions, Optional<MeanInterval> spread, OptionalDouble flows) {
    private static final double QUANTILE = 0.99;
    /** Of the standard normal distribution: 95 % of it are within this distance of 0. */
    private static final double NORMAL = 1.96;

    /**
     * The least number of flows that say how large their 99th percentile may be. The rank of the percentile among n flows is
     * binomial, about normal with mean np and variance np(1 - p); below this n the interval ends above the largest flow
     * (David and Nagaraja, "Order Statistics", section 7.1).
     */
    public static final int LEAST_FLOWS = (int) Math.ceil(NORMAL * NORMAL * QUANTILE / (1 - QUANTILE));

    /** Runs of how many seeds tell the spread. */
    public int measured() {
        return spread.map(MeanInterval::count).orElse(0);
    }

    /**
     * Repetitions after which the confidence interval leaves the border of the tolerance, if mean and spread stay as measured;
     * empty if runs of fewer than two seeds tell.
     */
    public OptionalInt needed() {
        return spread.filter(MeanInterval::hasInterval)
                .map(each -> OptionalInt.of(each.countFor(check.accepted().distanceToBorder(each.mean()))))
                .orElse(OptionalInt.empty());
    }

    /** The interval that the planned repetitions will have, if mean and spread stay as measured. */
    public Optional<MeanInterval> expected() {
        return spread.filter(MeanInterval::hasInterval)
                .map(each -> new MeanInterval(each.mean(), repetitions, each.deviation()))
                .filter(MeanInterval::hasInterval);
    }

    /** Whether fewer flows than that are behind a percentile. */
    public boolean hasTooFewFlows() {
        return flows.isPresent() && flows.getAsDouble() < LEAST_FLOWS;
    }
}

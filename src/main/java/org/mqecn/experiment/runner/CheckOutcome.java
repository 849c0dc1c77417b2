// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.experiment.scenario.Trial;

/**
 * What became of a check.
 *
 * @param measured the value, or the change in percent; empty where there is no valid run of its cases
 */
public record CheckOutcome(MetricCheck metricCheck, CheckStatus status, OptionalDouble measured, String explanation) {
    /** Whether it held. */
    public enum CheckStatus {
        PASSED,
        FAILED,
        /** Cases of it are still to run, or none was to. */
        NOT_RUN
    }

    /**
     * @param planned all trials that were to run
     * @param failed names of those that could not
     */
    static CheckOutcome of(
            MetricCheck metricCheck, List<? extends Trial> planned, List<TrialResult> results, Set<String> failed) {
        List<? extends Trial> mine = planned.stream()
                .filter(each -> matches(metricCheck.where(), each))
                .toList();
        List<? extends Trial> others = planned.stream()
                .filter(each -> matches(metricCheck.baseline(), each))
                .toList();
        if (mine.isEmpty() || others.isEmpty()) {
            return new CheckOutcome(
                    metricCheck, CheckStatus.NOT_RUN, OptionalDouble.empty(), "its cases were not to run");
        }
        List<Trial> over = results.stream().map(TrialResult::trial).toList();
        if (!Stream.concat(mine.stream(), metricCheck.isRelative() ? others.stream() : Stream.of())
                .allMatch(each -> over.contains(each) || failed.contains(each.name()))) {
            return new CheckOutcome(
                    metricCheck, CheckStatus.NOT_RUN, OptionalDouble.empty(), "its cases are still to run");
        }
        OptionalDouble value = mean(metricCheck.metric(), metricCheck.where(), results);
        OptionalDouble base = mean(metricCheck.metric(), metricCheck.baseline(), results);
        if (value.isEmpty() || metricCheck.isRelative() && base.isEmpty()) {
            return new CheckOutcome(
                    metricCheck,
                    CheckStatus.FAILED,
                    OptionalDouble.empty(),
                    "no valid run has " + metricCheck.metric());
        }
        double ours =
                metricCheck.isRelative() ? (value.getAsDouble() / base.getAsDouble() - 1) * 100 : value.getAsDouble();
        return new CheckOutcome(
                metricCheck,
                metricCheck.passes(ours) ? CheckStatus.PASSED : CheckStatus.FAILED,
                OptionalDouble.of(ours),
                explanation(metricCheck, ours));
    }

    private static boolean matches(Map<String, String> where, Trial subject) {
        return subject.parameters().entrySet().containsAll(where.entrySet());
    }

    private static OptionalDouble mean(String metric, Map<String, String> where, List<TrialResult> results) {
        return results.stream()
                .filter(trialResult -> trialResult.isValid()
                        && matches(where, trialResult.trial())
                        && trialResult.metrics().containsKey(metric))
                .mapToDouble(trialResult -> trialResult.metrics().get(metric))
                .average();
    }

    private static String explanation(MetricCheck metricCheck, double ours) {
        if (metricCheck.direction().isPresent()) {
            return metricCheck.passes(ours) ? "the direction" : "the direction is the other one";
        }
        if (metricCheck.isRelative()
                && metricCheck.expected() != 0
                && Math.signum(ours) != Math.signum(metricCheck.expected())) {
            return "the direction is not the paper's";
        }
        return metricCheck.isRelative()
                ? number("%.1f percentage points from the paper's", Math.abs(ours - metricCheck.expected()))
                : number("%+.1f %% from the paper's", (ours / metricCheck.expected() - 1) * 100)
                        .replace("-0.0", "+0.0");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

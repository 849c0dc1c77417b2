// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.experiment.scenario.MetricCheck.AcceptedRange;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.CheckResult;
import org.mqecn.result.CheckStatus;
import org.mqecn.result.MetricInterval;
import org.mqecn.result.RunFault;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
import org.mqecn.statistics.MeanInterval;

/** Compares the metrics of valid runs with what the checks of an experiment expect. */
final class CheckEvaluator {
    private static final double PERCENT = 100;

    private final Experiment<?> experiment;
    /** Of the experiment, and of others that were kept. */
    private final List<TrialResult> results;

    /** Names of the trials that have a result or could not run. */
    private final Set<String> finished;

    /** @param failed names of the trials that could not run */
    CheckEvaluator(Experiment<?> experiment, List<TrialResult> results, Set<String> failed) {
        this.experiment = experiment;
        this.results = results;
        finished = new HashSet<>(failed);
        results.forEach(result -> finished.add(result.trial().name()));
    }

    List<CheckResult> evaluate() {
        return experiment.checks().stream().map(this::evaluate).toList();
    }

    private CheckResult evaluate(MetricCheck check) {
        List<? extends Trial> cases = planned(check.where());
        List<? extends Trial> baseline = planned(check.baseline());
        if (cases.isEmpty() || baseline.isEmpty()) {
            return result(check, CheckStatus.NOT_RUN, null, "its cases are not part of this experiment");
        }
        if (!Stream.concat(cases.stream(), check.isRelative() ? baseline.stream() : Stream.of())
                .allMatch(this::isFinished)) {
            return result(check, CheckStatus.NOT_RUN, null, "its cases have not run yet");
        }
        OptionalDouble value = mean(check.metric(), check.where());
        OptionalDouble base = mean(check.metric(), check.baseline());
        if (value.isEmpty() || check.isRelative() && base.isEmpty()) {
            return result(check, CheckStatus.FAILED, null, "no valid run has " + check.metric());
        }
        double measured = check.isRelative() ? change(value.getAsDouble(), base.getAsDouble()) : value.getAsDouble();
        Optional<MetricInterval> interval = interval(check, measured);
        CheckStatus status = status(check, measured, interval);
        return result(check, status, measured, interval.orElse(null), explanation(check, measured, status));
    }

    private static double change(double value, double base) {
        return (value / base - 1) * PERCENT;
    }

    /**
     * The interval over the repetitions. Cases of one repetition have the same seed: a change is that within a seed, whose
     * variance is less than that of both values.
     */
    private Optional<MetricInterval> interval(MetricCheck check, double measured) {
        return spread(check)
                .filter(MeanInterval::hasInterval)
                .map(mean ->
                        new MetricInterval(measured - mean.halfWidth(), measured + mean.halfWidth(), mean.count()));
    }

    /** What is checked, over the repetitions; empty if no valid run has it. */
    Optional<MeanInterval> spread(MetricCheck check) {
        Map<Integer, Double> values = means(check.metric(), check.where());
        Map<Integer, Double> bases = means(check.metric(), check.baseline());
        return MeanInterval.of(values.entrySet().stream()
                .filter(entry -> !check.isRelative() || bases.containsKey(entry.getKey()))
                .mapToDouble(entry ->
                        check.isRelative() ? change(entry.getValue(), bases.get(entry.getKey())) : entry.getValue())
                .toArray());
    }

    /** The mean over the cases of each repetition. */
    private Map<Integer, Double> means(String metric, Map<String, String> where) {
        return valid(metric, where)
                .collect(Collectors.groupingBy(
                        result -> result.trial().repetition(),
                        TreeMap::new,
                        Collectors.averagingDouble(result -> result.metrics().get(metric))));
    }

    private static CheckStatus status(MetricCheck check, double measured, Optional<MetricInterval> interval) {
        AcceptedRange accepted = check.accepted();
        if (interval.isEmpty()) {
            return accepted.contains(measured) ? CheckStatus.PASSED : CheckStatus.FAILED;
        }
        double from = interval.get().from();
        double to = interval.get().to();
        return accepted.contains(from) && accepted.contains(to)
                ? CheckStatus.PASSED
                : accepted.isDisjoint(from, to) ? CheckStatus.FAILED : CheckStatus.INCONCLUSIVE;
    }

    private CheckResult result(MetricCheck check, CheckStatus status, Double measured, String explanation) {
        return result(check, status, measured, null, explanation);
    }

    private CheckResult result(
            MetricCheck check, CheckStatus status, Double measured, MetricInterval interval, String explanation) {
        return new CheckResult(
                check.metric(),
                check.where(),
                check.baseline(),
                check.expectedText(),
                check.direction().orElse(""),
                check.toleranceText().orElse(""),
                measured,
                interval,
                status,
                explanation,
                reported(check),
                check.note());
    }

    /** The reasons that the runs of a check report. */
    private List<ValidityReason> reported(MetricCheck check) {
        return results.stream()
                .filter(TrialResult::isReported)
                .filter(result -> matches(check.where(), result.trial())
                        || check.isRelative() && matches(check.baseline(), result.trial()))
                .flatMap(result -> result.faults().stream())
                .filter(fault -> fault.is(ValidityRule.REPORT))
                .map(RunFault::reason)
                .distinct()
                .sorted()
                .toList();
    }

    private List<? extends Trial> planned(Map<String, String> where) {
        return Stream.concat(experiment.trials().stream(), results.stream().map(TrialResult::trial))
                .filter(trial -> matches(where, trial))
                .distinct()
                .toList();
    }

    private boolean isFinished(Trial trial) {
        return finished.contains(trial.name());
    }

    private static boolean matches(Map<String, String> where, Trial trial) {
        return trial.parameters().entrySet().containsAll(where.entrySet());
    }

    private OptionalDouble mean(String metric, Map<String, String> where) {
        return valid(metric, where)
                .mapToDouble(result -> result.metrics().get(metric))
                .average();
    }

    private Stream<TrialResult> valid(String metric, Map<String, String> where) {
        return results.stream()
                .filter(result -> result.isValid()
                        && matches(where, result.trial())
                        && result.metrics().containsKey(metric));
    }

    private static String explanation(MetricCheck check, double measured, CheckStatus status) {
        String deviation = deviation(check, measured);
        return status == CheckStatus.INCONCLUSIVE
                ? deviation + "; the interval reaches beyond the tolerance: run more repetitions"
                : deviation;
    }

    private static String deviation(MetricCheck check, double measured) {
        if (check.direction().isPresent()) {
            return check.passes(measured) ? "expected direction" : "opposite direction";
        }
        if (check.isRelative() && check.expected() != 0 && Math.signum(measured) != Math.signum(check.expected())) {
            return "opposite direction to the paper's";
        }
        return check.isRelative()
                ? format("%.1f percentage points from the paper's", Math.abs(measured - check.expected()))
                : format("%+.1f %% from the paper's", change(measured, check.expected()))
                        .replace("-0.0", "+0.0");
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

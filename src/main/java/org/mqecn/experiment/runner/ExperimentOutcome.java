// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.MetricCheck;

/**
 * What came out of an experiment.
 *
 * @param command that was typed
 * @param planned how many trials were to run
 * @param results those that ran
 * @param failures cases that could not run, and why
 * @param checkOutcomes one for each check
 */
public record ExperimentOutcome(
        Experiment<?> experiment,
        String command,
        int planned,
        List<TrialResult> results,
        Map<String, String> failures,
        List<CheckOutcome> checkOutcomes) {
    private static final int FORMAT = 1;

    static ExperimentOutcome of(
            Experiment<?> experiment, String command, List<TrialResult> results, Map<String, String> failures) {
        return new ExperimentOutcome(
                experiment,
                command,
                experiment.trials().size(),
                List.copyOf(results),
                Map.copyOf(failures),
                experiment.checks().stream()
                        .map(metricCheck ->
                                CheckOutcome.of(metricCheck, experiment.trials(), results, failures.keySet()))
                        .toList());
    }

    /** Whether all cases ran, and every run counts. */
    public boolean isValid() {
        return failures.isEmpty() && results.stream().allMatch(TrialResult::isValid);
    }

    /** Whether no check failed. */
    public boolean passes() {
        return checkOutcomes.stream().noneMatch(outcome -> outcome.status() == CheckOutcome.CheckStatus.FAILED);
    }

    /** As maps, lists, words and numbers. */
    public Map<String, Object> toJson() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("format", FORMAT);
        plain.put("command", command);
        plain.put("scenario", experiment.name());
        plain.put("title", experiment.title());
        experiment
                .paper()
                .ifPresent(paperReference -> plain.put(
                        "paper",
                        paperReference.url().isEmpty()
                                ? Map.of("source", paperReference.source())
                                : orderedMap("source", paperReference.source(), "url", paperReference.url())));
        plain.put("planned", planned);
        plain.put(
                "runs",
                results.stream()
                        .map(trialResult -> trialResult.trial().name())
                        .sorted()
                        .toList());
        plain.put(
                "invalid",
                results.stream()
                        .filter(trialResult -> !trialResult.isValid())
                        .map(trialResult ->
                                orderedMap("run", trialResult.trial().name(), "faults", trialResult.faults()))
                        .toList());
        plain.put("failures", failures);
        plain.put(
                "checks", checkOutcomes.stream().map(ExperimentOutcome::toJson).toList());
        return plain;
    }

    private static Map<String, Object> toJson(CheckOutcome outcome) {
        MetricCheck metricCheck = outcome.metricCheck();
        Map<String, Object> plain = orderedMap("metric", metricCheck.metric(), "where", metricCheck.where());
        if (metricCheck.isRelative()) {
            plain.put("against", metricCheck.baseline());
        }
        metricCheck
                .direction()
                .ifPresentOrElse(
                        direction -> plain.put("direction", direction),
                        () -> plain.put("paper", metricCheck.expectedText()));
        metricCheck.toleranceText().ifPresent(within -> plain.put("within", within));
        plain.put(
                "ours",
                outcome.measured().isPresent()
                        ? (Object) rounded(outcome.measured().getAsDouble())
                        : null);
        plain.put(
                "held",
                outcome.status() == CheckOutcome.CheckStatus.PASSED
                                || outcome.status() == CheckOutcome.CheckStatus.FAILED
                        ? (Object) (outcome.status() == CheckOutcome.CheckStatus.PASSED)
                        : null);
        plain.put("why", outcome.explanation());
        if (!metricCheck.note().isEmpty()) {
            plain.put("note", metricCheck.note());
        }
        return plain;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static Map<String, Object> orderedMap(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Cases that did not run or do not count, with why, in the order of their names. */
    public List<String> problems() {
        List<String> complaints = new ArrayList<>();
        failures.forEach((name, why) -> complaints.add(name + " did not run: " + why));
        results.forEach(trialResult -> trialResult
                .faults()
                .forEach(fault -> complaints.add(trialResult.trial().name() + " does not count: " + fault)));
        return complaints.stream().sorted().toList();
    }
}

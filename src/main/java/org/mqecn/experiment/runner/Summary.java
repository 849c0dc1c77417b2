// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.Check;
import org.mqecn.experiment.scenario.Experiment;

/**
 * What came out of an experiment.
 *
 * @param command that was typed
 * @param planned how many trials were to run
 * @param results those that ran
 * @param failures cases that could not run, and why
 * @param verdicts one for each check
 */
public record Summary(Experiment<?> experiment, String command, int planned, List<Result> results,
        Map<String, String> failures, List<Verdict> verdicts) {
    private static final int FORMAT = 1;

    static Summary of(Experiment<?> experiment, String command, List<Result> results, Map<String, String> failures) {
        return new Summary(experiment, command, experiment.trials().size(), List.copyOf(results), Map.copyOf(failures),
                experiment.checks().stream().map(check -> Verdict.of(check, experiment.trials(), results, failures.keySet())).toList());
    }

    /** Whether all cases ran, and every run counts. */
    public boolean isValid() {
        return failures.isEmpty() && results.stream().allMatch(Result::isValid);
    }

    /** Whether no check failed. */
    public boolean holds() {
        return verdicts.stream().noneMatch(verdict -> verdict.outcome() == Verdict.Outcome.FAILS);
    }

    /** As maps, lists, words and numbers. */
    public Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("format", FORMAT);
        plain.put("command", command);
        plain.put("scenario", experiment.name());
        plain.put("title", experiment.title());
        experiment.paper().ifPresent(paper -> plain.put("paper",
                paper.url().isEmpty() ? Map.of("source", paper.source()) : ordered("source", paper.source(), "url",
                        paper.url())));
        plain.put("planned", planned);
        plain.put("runs", results.stream().map(result -> result.subject().name()).sorted().toList());
        plain.put("invalid", results.stream().filter(result -> !result.isValid()).map(result ->
                ordered("run", result.subject().name(), "faults", result.faults())).toList());
        plain.put("failures", failures);
        plain.put("checks", verdicts.stream().map(Summary::plain).toList());
        return plain;
    }

    private static Map<String, Object> plain(Verdict verdict) {
        Check check = verdict.check();
        Map<String, Object> plain = ordered("metric", check.metric(), "where", check.where());
        if (check.isChange()) {
            plain.put("against", check.against());
        }
        check.direction().ifPresentOrElse(direction -> plain.put("direction", direction),
                () -> plain.put("paper", check.paperText()));
        check.withinText().ifPresent(within -> plain.put("within", within));
        plain.put("ours", verdict.ours().isPresent() ? (Object) rounded(verdict.ours().getAsDouble()) : null);
        plain.put("held", verdict.outcome() == Verdict.Outcome.HOLDS || verdict.outcome() == Verdict.Outcome.FAILS
                ? (Object) (verdict.outcome() == Verdict.Outcome.HOLDS) : null);
        plain.put("why", verdict.why());
        if (!check.note().isEmpty()) {
            plain.put("note", check.note());
        }
        return plain;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Cases that did not run or do not count, with why, in the order of their names. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        failures.forEach((name, why) -> complaints.add(name + " did not run: " + why));
        results.forEach(result -> result.faults().forEach(fault ->
                complaints.add(result.subject().name() + " does not count: " + fault)));
        return complaints.stream().sorted().toList();
    }
}

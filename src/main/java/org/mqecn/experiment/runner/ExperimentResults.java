// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;

/** The results of an experiment so far, and their summary. */
final class ExperimentResults {
    private final Experiment<?> experiment;
    private final Map<String, Integer> numbers;
    private final String command;
    private final ResultLayout files;
    private final List<TrialResult> others;
    /** By number of the trial. */
    private final Map<Integer, TrialResult> results = new TreeMap<>();

    private final Map<String, String> failures = new TreeMap<>();

    /**
     * @param command the command line
     * @param existing results that are there already
     */
    ExperimentResults(Experiment<?> experiment, String command, ResultLayout files, ExistingRuns existing) {
        this.experiment = experiment;
        numbers = experiment.numbers();
        this.command = command;
        this.files = files;
        others = existing.others();
        existing.completed().forEach(this::add);
    }

    synchronized void add(TrialResult result) {
        results.put(numbers.get(result.trial().name()), result);
    }

    synchronized void addFailure(Trial trial, String reason) {
        failures.put(trial.name(), reason);
    }

    synchronized ExperimentSummary writeSummary() throws IOException {
        ExperimentSummary summary = summary();
        ResultFiles.write(files.summary(), summary);
        return summary;
    }

    private ExperimentSummary summary() {
        List<TrialResult> all =
                Stream.concat(others.stream(), results.values().stream()).toList();
        return new ExperimentSummary(
                ResultFiles.FORMAT,
                command,
                experiment.name(),
                experiment.title(),
                experiment.paper().orElse(null),
                others.size() + experiment.trials().size(),
                all.stream().map(result -> result.trial().name()).sorted().toList(),
                all.stream()
                        .filter(result -> !result.isValid())
                        .map(TrialResult::toFaultyRun)
                        .toList(),
                all.stream()
                        .filter(TrialResult::isReported)
                        .map(TrialResult::toFaultyRun)
                        .toList(),
                new TreeMap<>(failures),
                new CheckEvaluator(experiment, all, failures.keySet()).evaluate());
    }
}

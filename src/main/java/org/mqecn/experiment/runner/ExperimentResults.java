// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final String command;
    private final ResultLayout files;
    private final List<TrialResult> others;
    private final List<TrialResult> results;
    private final Map<String, String> failures = new TreeMap<>();

    /**
     * @param command the command line
     * @param existing results that are there already
     */
    ExperimentResults(Experiment<?> experiment, String command, ResultLayout files, ExistingRuns existing) {
        this.experiment = experiment;
        this.command = command;
        this.files = files;
        others = existing.others();
        results = new ArrayList<>(existing.completed());
    }

    synchronized void add(TrialResult trialResult) {
        results.add(trialResult);
    }

    synchronized void addFailure(Trial trial, String reason) {
        failures.put(trial.name(), reason);
    }

    synchronized ExperimentSummary writeSummary() throws IOException {
        results.sort(Comparator.comparing(trialResult -> experiment.trials().indexOf(trialResult.trial())));
        ExperimentSummary summary = summary();
        ResultFiles.write(files.summary(), summary);
        return summary;
    }

    private ExperimentSummary summary() {
        List<TrialResult> all = Stream.concat(others.stream(), results.stream()).toList();
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

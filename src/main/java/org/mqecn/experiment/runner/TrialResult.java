// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.FaultyRun;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityRule;
import org.mqecn.value.UserError;

/** The metrics and faults of a completed trial. */
record TrialResult(Trial trial, Map<String, Double> metrics, List<RunFault> faults) {
    static TrialResult of(Trial trial, RunFile run) {
        return new TrialResult(trial, run.metrics(), run.faults());
    }

    /** The result in a run file; empty if there is none, or if it is of another document, environment or format. */
    static Optional<TrialResult> read(Path file, Trial trial, String environment) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            RunFile run = ResultFiles.readRun(file);
            boolean same = run.document().equals(trial.text())
                    && run.headerOrEmpty().environment().equals(environment);
            return same ? Optional.of(of(trial, run)) : Optional.empty();
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    boolean isValid() {
        return !has(ValidityRule.REQUIRE);
    }

    boolean isReported() {
        return isValid() && has(ValidityRule.REPORT);
    }

    private boolean has(ValidityRule rule) {
        return faults.stream().anyMatch(fault -> fault.is(rule));
    }

    /** The run and what is wrong with it. */
    FaultyRun toFaultyRun() {
        return new FaultyRun(trial.name(), faults);
    }
}

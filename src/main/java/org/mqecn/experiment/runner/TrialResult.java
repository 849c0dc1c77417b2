// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.FaultyRun;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityRule;

/** The metrics and faults of a completed trial. */
record TrialResult(Trial trial, Map<String, Double> metrics, List<RunFault> faults) {
    static TrialResult of(Trial trial, RunFile run) {
        return new TrialResult(trial, run.metrics(), run.faults());
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

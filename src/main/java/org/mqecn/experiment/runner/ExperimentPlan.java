// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.Metric;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;
import org.mqecn.value.UserError;

/**
 * What an experiment takes, as far as runs of it tell that are there already, and how many repetitions and flows its checks
 * need.
 *
 * @param cases combinations of the variables' values
 * @param runs of all cases and repetitions
 * @param missing runs that have no run file
 * @param nodes hosts and switches of the largest testbed
 * @param secondsPerRun wall time, mean of those that are there; empty if there are none
 */
public record ExperimentPlan(
        String scenario,
        int cases,
        int runs,
        int missing,
        int nodes,
        OptionalDouble secondsPerRun,
        List<PlannedCheck> checks) {
    /** A run that is there. */
    private record DoneRun(TrialResult result, double seconds, Map<FlowSizeBin, Long> flows) {
        boolean isOf(Map<String, String> where) {
            return ExperimentPlan.isOf(result.trial(), where);
        }

        private static Map<FlowSizeBin, Long> flowsBySize(RunFile run) {
            return Arrays.stream(FlowSizeBin.values())
                    .collect(Collectors.toMap(bin -> bin, bin -> run.flowRows().stream()
                            .filter(flow -> bin.contains(flow.bytes()))
                            .count()));
        }

        static DoneRun of(Trial trial, RunFile run) {
            return new DoneRun(TrialResult.of(trial, run), run.headerOrEmpty().wallSeconds(), flowsBySize(run));
        }
    }

    /**
     * Plans an experiment whose results are to be in a folder, which need not exist.
     *
     * @throws UserError if the folder has runs of another experiment that the policy does not permit
     */
    public static ExperimentPlan of(Experiment<?> experiment, ResultLayout layout, ExistingRuns.Policy policy) {
        ExistingRuns.check(layout, experiment, policy);
        List<DoneRun> done = policy == ExistingRuns.Policy.OVERWRITE ? List.of() : read(experiment, layout);
        int runs = experiment.trials().size();
        int cases = (int)
                experiment.trials().stream().map(Trial::parameters).distinct().count();
        CheckEvaluator evaluator = new CheckEvaluator(
                experiment, done.stream().map(DoneRun::result).toList(), Set.of());
        return new ExperimentPlan(
                experiment.name(),
                cases,
                runs,
                runs - done.size(),
                experiment.trials().stream().mapToInt(Trial::nodes).max().orElse(0),
                done.stream().mapToDouble(DoneRun::seconds).average(),
                experiment.checks().stream()
                        .map(check -> new PlannedCheck(
                                check,
                                runs / Math.max(1, cases),
                                evaluator.spread(check),
                                flows(check, experiment, done)))
                        .toList());
    }

    private static List<DoneRun> read(Experiment<?> experiment, ResultLayout layout) {
        return experiment.trials().stream()
                .filter(trial -> Files.exists(layout.run(trial.name())))
                .map(trial -> DoneRun.of(trial, ResultFiles.readRun(layout.run(trial.name()))))
                .toList();
    }

    /**
     * The flows of a size behind a percentile of all services, in the cases of a check: as many as runs had or, if there are
     * none, as the sizes let expect.
     */
    private static OptionalDouble flows(MetricCheck check, Experiment<?> experiment, List<DoneRun> done) {
        Optional<FlowSizeBin> bin = Arrays.stream(FlowSizeBin.values())
                .filter(each -> check.metric().equals(Metric.FCT_P99.ofBin(each)))
                .findFirst();
        if (bin.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble measured = done.stream()
                .filter(run -> run.isOf(check.where()))
                .mapToLong(run -> run.flows().get(bin.get()))
                .average();
        return measured.isPresent()
                ? measured
                : experiment.trials().stream()
                        .filter(trial -> isOf(trial, check.where()))
                        .flatMapToDouble(trial -> trial.expectedFlows(bin.get()).stream())
                        .average();
    }

    private static boolean isOf(Trial trial, Map<String, String> where) {
        return trial.parameters().entrySet().containsAll(where.entrySet());
    }
}

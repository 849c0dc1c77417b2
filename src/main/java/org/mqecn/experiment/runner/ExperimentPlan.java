// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.MetricCheck;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.Metric;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.statistics.MeanInterval;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;

/**
 * What an experiment takes, as far as runs of it tell that are there already, and how many repetitions and flows its checks
 * need.
 *
 * @param cases combinations of the variables' values
 * @param runs of all cases and repetitions
 * @param missing runs that have no run file
 * @param secondsPerRun wall time, mean of those that are there; empty if there are none
 */
public record ExperimentPlan(
        String scenario, int cases, int runs, int missing, OptionalDouble secondsPerRun, List<PlannedCheck> checks) {
    /** A run that is there. */
    private record DoneRun(TrialResult result, double seconds, Map<FlowSizeBin, Long> flows) {
        boolean isOf(Map<String, String> where) {
            return result.trial().parameters().entrySet().containsAll(where.entrySet());
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

    /** Plans an experiment whose results are to be in a folder, which need not exist. */
    public static ExperimentPlan of(Experiment<?> experiment, ResultLayout layout) {
        List<DoneRun> done = read(experiment, layout);
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
                done.stream().mapToDouble(DoneRun::seconds).average(),
                experiment.checks().stream()
                        .map(check -> plan(check, runs / Math.max(1, cases), evaluator.spread(check), done))
                        .toList());
    }

    private static List<DoneRun> read(Experiment<?> experiment, ResultLayout layout) {
        return experiment.trials().stream()
                .filter(trial -> Files.exists(layout.run(trial.name())))
                .map(trial -> DoneRun.of(trial, ResultFiles.readRun(layout.run(trial.name()))))
                .toList();
    }

    private static PlannedCheck plan(
            MetricCheck check, int repetitions, Optional<MeanInterval> spread, List<DoneRun> done) {
        return new PlannedCheck(
                check,
                repetitions,
                spread.map(MeanInterval::count).orElse(0),
                spread.map(each -> PlannedCheck.needed(check, each)).orElse(OptionalInt.empty()),
                flows(check, done));
    }

    /** The flows of a size behind a percentile of all services, in the cases of a check. */
    private static OptionalDouble flows(MetricCheck check, List<DoneRun> done) {
        Optional<FlowSizeBin> bin = Arrays.stream(FlowSizeBin.values())
                .filter(each -> check.metric().equals(Metric.FCT_P99.ofBin(each)))
                .findFirst();
        return bin.isEmpty()
                ? OptionalDouble.empty()
                : done.stream()
                        .filter(run -> run.isOf(check.where()))
                        .mapToLong(run -> run.flows().get(bin.get()))
                        .average();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mqecn.experiment.scenario.ScenarioCopy;
import org.mqecn.experiment.slurm.SlurmActivity;
import org.mqecn.experiment.slurm.SlurmJobs;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * How far an experiment is, from its folder and from Slurm.
 *
 * @param planned number of runs
 * @param completed number of runs that have a run file
 * @param failures runs that failed and have no run file, and why
 * @param slurm runs in Slurm; none if it was not asked
 * @param secondsLeft until the end, if the runs in Slurm go on as the last ones; empty if that is not known
 */
public record ExperimentStatus(
        String scenario,
        int planned,
        int completed,
        Map<String, String> failures,
        SlurmActivity slurm,
        OptionalDouble secondsLeft) {
    /** As many runs as tell how long one takes: a run file may have megabytes. */
    private static final int SAMPLES = 5;

    /** Reads that of a folder. */
    public static ExperimentStatus of(Path folder) {
        ResultLayout layout = new ResultLayout(folder);
        ScenarioCopy copy = ScenarioCopy.read(layout.scenario());
        Set<String> planned = Set.copyOf(copy.caseNames());
        Set<String> completed = new TreeSet<>(runNames(layout));
        completed.retainAll(planned);
        SlurmActivity slurm =
                SlurmJobs.wereSubmitted(folder) ? SlurmJobs.of(folder).activity() : SlurmActivity.NONE;
        Map<String, String> failures = new TreeMap<>(summary(layout).failures());
        failures.keySet().removeAll(completed);
        return new ExperimentStatus(
                copy.scenario(),
                planned.size(),
                completed.size(),
                slurm.isActive() ? Map.of() : failures,
                slurm,
                secondsLeft(layout, List.copyOf(completed), slurm));
    }

    private static ExperimentSummary summary(ResultLayout layout) {
        return Files.exists(layout.summary()) ? ResultFiles.readSummary(layout.summary()) : ExperimentSummary.EMPTY;
    }

    private static List<String> runNames(ResultLayout layout) {
        try {
            return layout.runNames();
        } catch (IOException e) {
            throw new UserError("cannot read the runs in " + layout.folder() + ": " + IoErrors.describe(e), "");
        }
    }

    private static OptionalDouble secondsLeft(ResultLayout layout, List<String> completed, SlurmActivity slurm) {
        if (slurm.running() == 0) {
            return OptionalDouble.empty();
        }
        OptionalDouble each = completed.stream()
                .limit(SAMPLES)
                .mapToDouble(name ->
                        ResultFiles.readRun(layout.run(name)).headerOrEmpty().wallSeconds())
                .average();
        double rounds = Math.ceil((slurm.running() + slurm.pending()) / (double) slurm.running());
        return each.isEmpty() ? each : OptionalDouble.of(each.getAsDouble() * rounds);
    }

    /** Runs that have neither completed nor failed, and that nothing is going to run. */
    public int missing() {
        return Math.max(0, planned - completed - failures.size() - slurm.running() - slurm.pending());
    }

    public boolean isComplete() {
        return completed == planned;
    }

    /** For people. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(completed + " of " + planned + " runs are complete");
        if (slurm.isActive()) {
            parts.add(slurm.describe());
        }
        if (!failures.isEmpty()) {
            parts.add(failures.size() + " failed");
        }
        if (missing() > 0) {
            parts.add(missing() + " missing");
        }
        secondsLeft.ifPresent(seconds -> parts.add("about " + TimeLeft.format(seconds) + " left"));
        return scenario + ": " + String.join("; ", parts);
    }
}

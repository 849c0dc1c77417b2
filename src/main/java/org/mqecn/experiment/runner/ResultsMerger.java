// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.host.AtomicFile;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Merges folders of results of one experiment, each with a part of its runs, into one folder. */
public final class ResultsMerger {
    /** What of the runs is merged. */
    public enum Content {
        /** All. */
        WHOLE_RUNS,
        /** Their metrics, without the tables that these were computed from. */
        METRICS;

        private RunFile of(RunFile run) {
            return this == METRICS ? run.metricsOnly() : run;
        }

        private void copy(Path from, Path to) throws IOException {
            if (this == METRICS) {
                ResultFiles.write(to, of(ResultFiles.readRun(from)));
            } else {
                AtomicFile.copy(from, to);
            }
        }
    }

    /**
     * A run.
     *
     * @param folder that it is from
     * @param digest of all but its header
     */
    private record FoundRun(Path folder, String digest) {}

    private final Experiment<?> experiment;
    private final Map<String, FoundRun> runs = new TreeMap<>();
    private final ResultLayout target;
    private final Content content;
    /** Empty until a run was read. */
    private Optional<ExistingRuns> results = Optional.empty();

    private String environment = "";

    private ResultsMerger(Experiment<?> experiment, ResultLayout target, Content content) {
        this.experiment = experiment;
        this.target = target;
        this.content = content;
    }

    /**
     * Reads folders, and the one of the merged results if it has some.
     *
     * @param target folder of the merged results
     * @throws UserError if one has no results, or those of another experiment, or a run that differs from the same run of
     *     another folder
     */
    public static ResultsMerger of(List<Path> folders, Path target, Content content) {
        ResultsMerger merger = new ResultsMerger(
                ScenarioFile.readCopy(new ResultLayout(folders.get(0)).scenario())
                        .scenario()
                        .experiment(),
                new ResultLayout(target),
                content);
        if (Files.exists(merger.target.scenario())) {
            merger.read(target);
        }
        folders.forEach(merger::read);
        return merger;
    }

    private static String scenarioText(Path folder) {
        try {
            return Files.readString(new ResultLayout(folder).scenario());
        } catch (IOException e) {
            throw UserError.usage(
                    folder + " is no directory of results: cannot read " + ResultLayout.SCENARIO + ": "
                            + IoErrors.reason(e),
                    "name directories that 'mqecn run' has written");
        }
    }

    private void read(Path folder) {
        ExistingRuns.documentDifference(scenarioText(folder), experiment.text()).ifPresent(difference -> {
            throw UserError.usage(
                    folder + " has results of another experiment: " + difference,
                    "merge only folders of the same command, options and files");
        });
        ResultLayout layout = new ResultLayout(folder);
        try {
            layout.runNames().forEach(name -> add(name, content.of(ResultFiles.readRun(layout.run(name))), folder));
        } catch (IOException e) {
            throw new UserError("cannot read the runs in " + folder + ": " + IoErrors.describe(e), "");
        }
    }

    private void add(String name, RunFile run, Path folder) {
        checkEnvironment(run.headerOrEmpty().environment(), folder);
        FoundRun found = new FoundRun(folder, ResultFiles.digestWithoutHeader(run));
        FoundRun earlier = runs.putIfAbsent(name, found);
        if (earlier == null) {
            results.orElseThrow().add(name, run);
        } else if (!found.digest().equals(earlier.digest())) {
            throw UserError.usage(
                    "the run " + name + " is in " + earlier.folder() + " and in " + folder + " with different results",
                    "one of them was made by another version of mqecn, or edited: delete the one that you do not trust");
        }
    }

    /** All runs of an experiment ran in the same environment. */
    private void checkEnvironment(String other, Path folder) {
        if (results.isEmpty()) {
            environment = other;
            results = Optional.of(new ExistingRuns(target, experiment, environment));
        } else if (!other.equals(environment)) {
            throw UserError.usage(
                    "the runs of " + folder + " ran in '" + other + "', others in '" + environment + "'",
                    "merge only runs of the same environment");
        }
    }

    /**
     * Writes all runs and their summary to the folder of the merged results.
     *
     * @param folder the same folder
     * @param command the command line
     */
    public ExperimentSummary write(LockedResults folder, String command) throws IOException {
        ExistingRuns merged = results.orElseGet(() -> new ExistingRuns(target, experiment, environment));
        merged.checkOthers(ExistingRuns.Policy.REFUSE);
        ResultLayout layout = folder.layout();
        AtomicFile.write(layout.scenario(), experiment.text());
        for (Map.Entry<String, FoundRun> entry : runs.entrySet()) {
            Path from = new ResultLayout(entry.getValue().folder()).run(entry.getKey());
            Path to = layout.run(entry.getKey());
            if (!from.equals(to)) {
                content.copy(from, to);
            }
        }
        return new ExperimentResults(experiment, command, layout, merged).writeSummary();
    }
}

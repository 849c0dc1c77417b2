// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    /** A run, and the folder that it is from. */
    private record FoundRun(RunFile run, Path folder) {}

    private final Experiment<?> experiment;
    private final Map<String, FoundRun> runs = new TreeMap<>();

    private ResultsMerger(Experiment<?> experiment) {
        this.experiment = experiment;
    }

    /**
     * Reads folders.
     *
     * @throws UserError if one has no results, or those of another experiment, or a run that differs from the same run of
     *     another folder
     */
    public static ResultsMerger of(List<Path> folders) {
        ResultsMerger merger = new ResultsMerger(ScenarioFile.readCopy(new ResultLayout(folders.get(0)).scenario())
                .scenario()
                .experiment());
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
            layout.runNames().forEach(name -> add(name, ResultFiles.readRun(layout.run(name)), folder));
        } catch (IOException e) {
            throw new UserError("cannot read the runs in " + folder + ": " + IoErrors.describe(e), "");
        }
    }

    private void add(String name, RunFile run, Path folder) {
        if (!runs.isEmpty() && !environment(run).equals(environment())) {
            throw UserError.usage(
                    "the runs of " + folder + " ran in '" + environment(run) + "', others in '" + environment() + "'",
                    "merge only runs of the same environment");
        }
        FoundRun found = runs.putIfAbsent(name, new FoundRun(run, folder));
        if (found != null && !run.withHeader(null).equals(found.run().withHeader(null))) {
            throw UserError.usage(
                    "the run " + name + " is in " + found.folder() + " and in " + folder + " with different results",
                    "one of them was made by another version of mqecn, or edited: delete the one that you do not trust");
        }
    }

    /**
     * Writes all runs and their summary to a folder. Its own runs of the experiment are kept.
     *
     * @param command the command line
     */
    public ExperimentSummary write(LockedResults folder, String command) throws IOException {
        ResultLayout layout = folder.layout();
        Path existing = layout.folder();
        if (Files.exists(layout.scenario())) {
            read(existing);
        }
        AtomicFile.write(layout.scenario(), experiment.text());
        for (Map.Entry<String, FoundRun> entry : runs.entrySet()) {
            if (!entry.getValue().folder().equals(existing)) {
                ResultFiles.write(layout.run(entry.getKey()), entry.getValue().run());
            }
        }
        return new ExperimentResults(
                        experiment,
                        command,
                        layout,
                        ExistingRuns.read(layout, experiment, environment(), ExistingRuns.Policy.REFUSE))
                .writeSummary();
    }

    /** Where the runs ran: all of an experiment run in the same environment. */
    private String environment() {
        return runs.values().stream()
                .map(found -> environment(found.run()))
                .findFirst()
                .orElse("");
    }

    private static String environment(RunFile run) {
        return run.headerOrEmpty().environment();
    }
}

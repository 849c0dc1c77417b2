// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.view.CheckView;
import org.mqecn.experiment.engine.Backend;
import org.mqecn.experiment.engine.Engine;
import org.mqecn.experiment.runner.ExistingRuns;
import org.mqecn.experiment.runner.ExperimentRunner;
import org.mqecn.experiment.runner.LockedResults;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ShutdownHook;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.testbed.state.TestbedFolders;
import picocli.CommandLine;

/** What the verbs that run experiments share. */
final class ExperimentLauncher {
    private final CommandLine line;

    ExperimentLauncher(CommandLine line) {
        this.line = line;
    }

    static Scenario readScenario(String file, ScenarioOverrides scenarioOverrides) {
        LocalMachine machine = LocalMachine.current();
        Path shipped = ScenarioFile.shippedFolder(machine);
        return ScenarioFile.read(
                        ScenarioFile.locate(file, shipped),
                        List.of(TestbedFolders.of(machine).shipped(), shipped),
                        scenarioOverrides)
                .scenario();
    }

    /** Creates an engine once the folder of the results is known to be usable: building a guest takes minutes. */
    interface EngineFactory<T extends Trial> {
        Engine<T> create() throws IOException;
    }

    /** Runs an experiment; Ctrl-C stops the engine. */
    <T extends Trial> ExperimentSummary run(
            Experiment<T> experiment, Path out, ExistingRuns.Policy policy, EngineFactory<T> engine, Shard shard)
            throws IOException {
        return run(experiment, out, policy, engine, shard, invokedCommand());
    }

    /** Continues an experiment that another command began. */
    <T extends Trial> ExperimentSummary resume(Experiment<T> experiment, Path out, EngineFactory<T> engine, Shard shard)
            throws IOException {
        Path summary = new ResultLayout(out).summary();
        String command =
                Files.exists(summary) ? ResultFiles.readSummary(summary).command() : invokedCommand();
        return run(experiment, out, ExistingRuns.Policy.REFUSE, engine, shard, command);
    }

    private <T extends Trial> ExperimentSummary run(
            Experiment<T> experiment,
            Path out,
            ExistingRuns.Policy policy,
            EngineFactory<T> engine,
            Shard shard,
            String command)
            throws IOException {
        try (LockedResults results = LockedResults.open(out)) {
            ExperimentRunner<T> experimentRunner = new ExperimentRunner<>(
                    experiment, command, results, policy, engine.create(), shard, this::printProgress);
            ShutdownHook stop = new ShutdownHook(experimentRunner::stop);
            try {
                return experimentRunner.run();
            } finally {
                stop.cancel();
            }
        }
    }

    /** Returns the trials that have no result yet, in the order of running. */
    static <T extends Trial> List<T> pendingTrials(
            Experiment<T> experiment, Path out, ExistingRuns.Policy policy, Backend<T> backend) {
        return ExistingRuns.read(new ResultLayout(out), experiment, backend.environment(), policy)
                .remaining(experiment, Shard.WHOLE);
    }

    /** Returns the command line as it was given, for the provenance of the results. */
    String invokedCommand() {
        CommandLine first = line;
        while (first.getParent() != null) {
            first = first.getParent();
        }
        List<String> arguments = new ArrayList<>(List.of(first.getCommandName().split(" ")));
        arguments.addAll(first.getParseResult().originalArgs());
        return Command.of(arguments).shellLine();
    }

    void printProgress(String text) {
        Messages.print(line, text);
    }

    void printOutcome(ExperimentSummary outcome, Path results, boolean json) {
        PrintWriter out = line.getOut();
        if (json) {
            out.println(ResultFiles.toJson(outcome));
            printProgress("results are in " + results);
        } else {
            CheckView.print(out, outcome.checks());
            out.println("results are in " + results);
        }
    }

    /** Prints what is wrong with runs, and how to keep those to which a reason does not apply. */
    void printFaults(ExperimentSummary outcome) {
        outcome.notes().forEach(this::printProgress);
        outcome.problems().forEach(this::printProgress);
        if (!outcome.invalid().isEmpty()) {
            printProgress("  If a reason does not apply to your question, say so in the scenario: 'validity:' in"
                    + " mqecn-scenario(5)");
        }
    }

    static int exitCode(ExperimentSummary outcome) {
        return outcome.isValid() ? outcome.passes() ? ExitCode.SUCCESS : ExitCode.FAILED : ExitCode.INVALID_RUN;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.experiment.runner.ExperimentOutcome;
import org.mqecn.experiment.runner.ExperimentRunner;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ShutdownHook;
import picocli.CommandLine;

/** What verbs have in common that run a scenario. */
final class ExperimentLauncher {
    private final CommandLine line;

    ExperimentLauncher(CommandLine line) {
        this.line = line;
    }

    static Scenario readScenario(String file, ScenarioOverrides scenarioOverrides) {
        LocalMachine machine = LocalMachine.current();
        return ScenarioFile.read(
                        ScenarioFile.locate(file, ScenarioFile.shippedFolder(machine)),
                        List.of(machine.shippedTestbeds()),
                        scenarioOverrides)
                .scenario();
    }

    /** Runs it; Ctrl-C ends what is running. */
    <T extends Trial> ExperimentOutcome run(Experiment<T> experiment, Path out, Backend<T> backend, int jobs)
            throws IOException {
        ExperimentRunner<T> experimentRunner = createRunner(experiment, out, backend, jobs);
        ShutdownHook stop = new ShutdownHook(experimentRunner::stop);
        try {
            return experimentRunner.run();
        } finally {
            stop.cancel();
        }
    }

    /** What it would run, in that order. */
    <T extends Trial> List<T> pendingTrials(Experiment<T> experiment, Path out, Backend<T> backend) {
        return createRunner(experiment, out, backend, 1).remaining();
    }

    private <T extends Trial> ExperimentRunner<T> createRunner(
            Experiment<T> experiment, Path out, Backend<T> backend, int jobs) {
        return new ExperimentRunner<>(experiment, typedCommand(), out, backend, jobs, this::printProgress);
    }

    private String typedCommand() {
        CommandLine first = line;
        while (first.getParent() != null) {
            first = first.getParent();
        }
        List<String> words = new ArrayList<>(List.of(first.getCommandName().split(" ")));
        words.addAll(first.getParseResult().originalArgs());
        return Command.of(words).shellLine();
    }

    /** Tells something that is no result. */
    void printProgress(String text) {
        PrintWriter err = line.getErr();
        err.println(text);
        err.flush();
    }

    static int exitCode(ExperimentOutcome outcome) {
        return outcome.isValid() ? outcome.passes() ? ExitCode.SUCCESS : ExitCode.FAILED : ExitCode.INVALID_RUN;
    }
}

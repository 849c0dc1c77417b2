// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.experiment.runner.Runner;
import org.mqecn.experiment.runner.Summary;
import org.mqecn.experiment.scenario.Changes;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.AtExit;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import picocli.CommandLine;

/** What verbs have in common that run a scenario. */
final class ScenarioRun {
    private final CommandLine line;

    ScenarioRun(CommandLine line) {
        this.line = line;
    }

    static Scenario scenario(String file, Changes changes) {
        Machine machine = Machine.local();
        return ScenarioFile.read(ScenarioFile.locate(file, machine.shippedScenarios()),
                List.of(machine.shippedTestbeds()), changes).scenario();
    }

    /** Runs it; Ctrl-C ends what is running. */
    <T extends Trial> Summary run(Experiment<T> experiment, Path out, Backend<T> backend, int jobs) throws IOException {
        Runner<T> runner = runner(experiment, out, backend, jobs);
        AtExit stop = new AtExit(runner::stop);
        try {
            return runner.run();
        } finally {
            stop.cancel();
        }
    }

    /** What it would run, in that order. */
    <T extends Trial> List<T> left(Experiment<T> experiment, Path out, Backend<T> backend) {
        return runner(experiment, out, backend, 1).left();
    }

    private <T extends Trial> Runner<T> runner(Experiment<T> experiment, Path out, Backend<T> backend, int jobs) {
        return new Runner<>(experiment, typed(), out, backend, jobs, this::tell);
    }

    private String typed() {
        CommandLine first = line;
        while (first.getParent() != null) {
            first = first.getParent();
        }
        List<String> words = new ArrayList<>(List.of(first.getCommandName().split(" ")));
        words.addAll(first.getParseResult().originalArgs());
        return Command.of(words).line();
    }

    /** Tells something that is no result. */
    void tell(String text) {
        PrintWriter err = line.getErr();
        err.println(text);
        err.flush();
    }

    static int status(Summary summary) {
        return summary.isValid() ? summary.holds() ? ExitCode.SUCCESS : ExitCode.FAILED : ExitCode.INVALID_RUN;
    }
}

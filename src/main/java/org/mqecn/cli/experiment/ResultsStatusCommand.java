// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.experiment.runner.ExperimentStatus;
import org.mqecn.experiment.slurm.SlurmActivity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = {
            "Show how many runs of an experiment are complete, run, wait or failed, in Slurm too.",
            "",
            "Reads the results directory and asks Slurm; changes nothing.%n"
        },
        footer = {"", "Exit status: 0 all runs are complete, 1 some are not, 2 usage error."})
final class ResultsStatusCommand implements Callable<Integer> {
    @Mixin
    private ResultsArgument results;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = results.folder(spec.commandLine());
        ExperimentStatus status = ExperimentStatus.of(folder);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            writeJson(out, status);
        } else {
            out.println(status.describe());
            status.failures().forEach((run, reason) -> out.println("  " + run + " failed: " + reason));
            if (!status.failures().isEmpty() || status.missing() > 0) {
                out.println("'mqecn run --resume " + folder + "' runs what is missing");
            }
        }
        return status.isComplete() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void writeJson(PrintWriter out, ExperimentStatus status) throws IOException {
        SlurmActivity slurm = status.slurm();
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("scenario", status.scenario());
                json.field("planned", status.planned());
                json.field("completed", status.completed());
                json.field("running", slurm.running());
                json.field("waiting", slurm.pending());
                json.field("missing", status.missing());
                json.stringArray("nodes", slurm.nodes());
                json.stringArray("waiting_reasons", slurm.reasons());
                json.stringArray("held_jobs", slurm.held());
                json.name("failures");
                json.object(() -> {
                    for (var failure : status.failures().entrySet()) {
                        json.field(failure.getKey(), failure.getValue());
                    }
                });
                if (status.secondsLeft().isPresent()) {
                    json.field("seconds_left", Math.round(status.secondsLeft().getAsDouble()));
                }
            });
        }
    }
}

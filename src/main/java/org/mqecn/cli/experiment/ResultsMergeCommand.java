// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.experiment.runner.LockedResults;
import org.mqecn.experiment.runner.ResultsMerger;
import org.mqecn.result.ExperimentSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "merge",
        description = {
            "Merge the results of one experiment that ran in parts: 'mqecn run --shard'.",
            "",
            "The runs are copied, and the checks of the scenario are evaluated. A run that two directories have must be the "
                    + "same in both. Nothing is written if a directory cannot be merged.%n"
        },
        footer = {
            "",
            "Exit status: 0 all checks passed, 1 a check failed, 2 usage error, 3 an invalid run.",
            "Example: mqecn results merge part1 part2 --out whole"
        })
final class ResultsMergeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Results directories.")
    private List<Path> folders;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the merged results. Runs of the experiment that are there stay.")
    private Path out;

    @Option(
            names = "--metrics-only",
            description =
                    "Leave out the tables of flows, RTTs and queues, for an archive: a hundredth of the size. Figures of "
                            + "metrics can be plotted from it, those of single flows and queues cannot.")
    private boolean metricsOnly;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsMerger merger = ResultsMerger.of(
                folders, out, metricsOnly ? ResultsMerger.Content.METRICS : ResultsMerger.Content.WHOLE_RUNS);
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        ExperimentSummary summary;
        try (LockedResults results = LockedResults.open(out)) {
            summary = merger.write(results, launcher.invokedCommand());
        }
        launcher.printProgress(summary.runs().size() + " of " + summary.planned() + " runs");
        launcher.printOutcome(summary, out, output.isJson());
        launcher.printFaults(summary);
        return ExperimentLauncher.exitCode(summary);
    }
}

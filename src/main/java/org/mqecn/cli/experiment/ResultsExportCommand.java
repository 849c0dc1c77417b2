// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.figure.TidyTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Write the results of an experiment as CSV tables for pandas, R and others: metrics, flows, RTTs, queues.",
            "",
            "A row is one observation. Every table has a column for each variable of the scenario. The names of the files "
                    + "written go to standard output.%n"
        },
        footer = {"", "Example: mqecn results export results/mq-fig6 --out tables"})
final class ResultsExportCommand implements Callable<Integer> {
    @Mixin
    private ResultsArgument results;

    @Option(names = "--out", paramLabel = "DIR", description = "Output directory (default: DIR/tables).")
    private Path out;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path folder = results.folder(spec.commandLine());
        TidyTables.of(folder)
                .write(out == null ? folder.resolve("tables") : out)
                .forEach(spec.commandLine().getOut()::println);
        return ExitCode.SUCCESS;
    }
}

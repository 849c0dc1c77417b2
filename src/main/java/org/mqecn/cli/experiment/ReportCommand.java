// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.figure.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Write an HTML report of a results directory: figures, the paper's values, checks, and how to reproduce the runs.",
            "",
            "The page is self-contained and printable.%n"
        })
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ResultsArgument results;

    @Option(names = "--out", paramLabel = "FILE", description = "Output file (default: DIR/" + Report.PAGE + ").")
    private Path out;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = results.folder(spec.commandLine());
        Path page = out == null ? folder.resolve(Report.PAGE) : out;
        Report.of(folder).page(page);
        spec.commandLine().getOut().println(page);
        return ExitCode.SUCCESS;
    }
}

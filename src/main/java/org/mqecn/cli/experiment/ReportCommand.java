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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A page of what a scenario's runs measured. */
@Command(
        name = "report",
        description = {
            "Make one page of what 'mqecn run' left: its figures, with the paper's values and the checks beside them, and all "
                    + "that it takes to make them again.",
            "",
            "The page needs no network and no other file; it can be printed.%n"
        })
public final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What 'mqecn run --out' named.")
    private Path folder;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the page goes (DIR/" + Report.PAGE + ").")
    private Path out;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path page = out == null ? folder.resolve(Report.PAGE) : out;
        Report.of(folder).page(page);
        spec.commandLine().getOut().println(page);
        return ExitCode.SUCCESS;
    }
}

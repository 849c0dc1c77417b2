// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
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

/** The figures that a scenario asks for, as files. */
@Command(
        name = "figure",
        description = {
            "Draw the figures that a scenario asks for from what 'mqecn run' left. Pictures become SVG or PNG, tables text.",
            "",
            "Runs that do not count are left out. The names of the files that were written go to standard output.%n"
        })
public final class FigureCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What 'mqecn run --out' named.")
    private Path folder;

    @Option(names = "--format", paramLabel = "svg|png", description = "Of pictures (${DEFAULT-VALUE}).")
    private Report.ImageFormat imageFormat = Report.ImageFormat.SVG;

    @Option(names = "--out", paramLabel = "DIR", description = "Where files go (DIR/" + Report.FIGURES + ").")
    private Path out;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter names = spec.commandLine().getOut();
        Report.of(folder)
                .figures(out == null ? folder.resolve(Report.FIGURES) : out, imageFormat)
                .forEach(names::println);
        return ExitCode.SUCCESS;
    }
}

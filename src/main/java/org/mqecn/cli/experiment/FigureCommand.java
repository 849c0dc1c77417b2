// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.view.ValueTableView;
import org.mqecn.figure.Report;
import org.mqecn.figure.chart.FigureWidth;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "figure",
        description = {
            "Plot the figures of a scenario from a results directory: plots as SVG, PDF or PNG, tables as text.",
            "The data of each figure is written beside it as CSV.",
            "",
            "Invalid runs are skipped. The names of the files written go to standard output.%n"
        })
public final class FigureCommand implements Callable<Integer> {
    @Mixin
    private ResultsArgument results;

    @Option(names = "--format", paramLabel = "svg|pdf|png", description = "Image format (default: svg).")
    private Report.ImageFormat imageFormat = Report.ImageFormat.SVG;

    @Option(
            names = "--width",
            paramLabel = "LENGTH",
            description = "Width on paper: 3.3in, 84mm (default: 180mm). Fonts keep their size.",
            converter = WidthConverter.class)
    private FigureWidth width = FigureWidth.DEFAULT;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Output directory (default: DIR/" + Report.FIGURES + ").")
    private Path out;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    private static final class WidthConverter implements ITypeConverter<FigureWidth> {
        @Override
        public FigureWidth convert(String value) {
            return FigureWidth.parse(value);
        }
    }

    @Override
    public Integer call() throws IOException {
        Path folder = results.folder(spec.commandLine());
        PrintWriter names = spec.commandLine().getOut();
        Report.of(folder)
                .figures(out == null ? folder.resolve(Report.FIGURES) : out, imageFormat, width, ValueTableView::text)
                .forEach(names::println);
        return ExitCode.SUCCESS;
    }
}

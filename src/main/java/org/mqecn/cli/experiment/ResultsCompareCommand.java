// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.ComparisonView;
import org.mqecn.figure.Comparison;
import org.mqecn.figure.Comparison.ComparedMetric;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description = {
            "Compare results, for example before and after a change: each directory with the first, per case and metric.",
            "",
            "Means and changes have a 95 %% confidence interval. Runs with the same seeds are compared seed by seed "
                    + "(Student's t), others as independent samples (Welch's t).%n"
        },
        footer = {
            "",
            "Exit status: 0 nothing differs, 1 something differs: an interval of a change leaves out zero, 2 usage error.",
            "Example: mqecn results compare before after --metric rtt_avg_us --page comparison.html"
        })
final class ResultsCompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", arity = "2..*", description = "Results directories.")
    private List<Path> folders;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "Compare this metric (default: those of the scenario's figures and checks).")
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Write an HTML page with the differences and the scenario's figures, in which each directory has its own lines.")
    private Path page;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Comparison comparison = Comparison.of(folders);
        List<ComparedMetric> compared = comparison.compare(metrics);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ComparisonView.printJson(out, compared);
        } else {
            ComparisonView.print(out, compared);
        }
        if (page != null) {
            comparison.page(page, compared);
            Messages.print(spec.commandLine(), "the page is " + page);
        }
        return compared.stream().anyMatch(ComparedMetric::isDifferent) ? ExitCode.FAILED : ExitCode.SUCCESS;
    }
}

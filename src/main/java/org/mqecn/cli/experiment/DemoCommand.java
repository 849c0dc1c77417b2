// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.view.ValueTableView;
import org.mqecn.experiment.engine.LabBackend;
import org.mqecn.experiment.engine.LocalEngine;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.figure.Report;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one scenario and writes its tables and report. */
@Command(
        name = "demo",
        description = {
            "Compare marking schemes on the same traffic, in the lab: one DCTCP flow against four, in two queues of a port, "
                    + "marked per queue, per port and by MQ-ECN.",
            "",
            "Same as 'mqecn run " + DemoCommand.SCENARIO + " --quick' followed by 'mqecn report'.%n"
        },
        footer = {"", "Exit status: 0 all checks passed, 1 a check failed, 2 usage error, 3 an invalid run."})
public final class DemoCommand implements Callable<Integer> {
    static final String SCENARIO = "mq-fig6";
    private static final String PAGE = "index.html";

    @Option(names = "--out", paramLabel = "DIR", description = "Results directory (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/demo");

    @Option(names = "--seed", paramLabel = "N", description = "Random seed (default: the one in the scenario).")
    private Integer seed;

    @Mixin
    private ExistingResultsOptions existing;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println("Running the same traffic under each marking scheme, in parallel guests in virtual time.");
        stdout.flush();
        ScenarioOverrides scenarioOverrides =
                new ScenarioOverrides(Map.of(), true, seed == null ? OptionalInt.empty() : OptionalInt.of(seed));
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        ExperimentSummary outcome = launcher.run(
                ExperimentLauncher.readScenario(SCENARIO, scenarioOverrides).experiment(),
                out,
                existing.policy(),
                () -> new LocalEngine<>(
                        new LabBackend(LabFactory.create(spec.commandLine()).prepareGuest(false)),
                        Runtime.getRuntime().availableProcessors()),
                Shard.WHOLE);
        launcher.printFaults(outcome);
        Report report = Report.of(out);
        report.page(out.resolve(PAGE));
        stdout.println("\nSecond line of each row: the paper's values ("
                + outcome.paper().source()
                + "). * = outside the check's tolerance.\n");
        stdout.print(ValueTableView.text(report.tables()));
        stdout.println("\nReport: " + out.resolve(PAGE) + "   runs: " + new ResultLayout(out).runs());
        return ExperimentLauncher.exitCode(outcome);
    }
}

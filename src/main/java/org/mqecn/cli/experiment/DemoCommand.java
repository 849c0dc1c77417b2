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
import org.mqecn.experiment.runner.ExperimentOutcome;
import org.mqecn.experiment.runner.LabBackend;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.figure.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job, from nothing to a picture: a scenario, its tables and its page. */
@Command(
        name = "demo",
        description = {
            "Compare marking schemes on the same traffic, in the lab: one DCTCP flow against four, in two queues of a port, "
                    + "marked per queue, per port and by MQ-ECN.",
            "",
            "The same as 'mqecn run " + DemoCommand.SCENARIO + " --quick' and then 'mqecn report'.%n"
        },
        footer = {"", "Exit status: 0 all checks hold, 1 one does not, 2 wrong usage, 3 a run does not count."})
public final class DemoCommand implements Callable<Integer> {
    static final String SCENARIO = "mq-fig6";
    private static final String PAGE = "index.html";

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (${DEFAULT-VALUE}).")
    private Path out = Path.of("target/demo");

    @Option(names = "--seed", paramLabel = "N", description = "Of all randomness (default: the scenario's).")
    private Integer seed;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter text = spec.commandLine().getOut();
        text.println("Guests run the same traffic, each with another marking scheme, in virtual time, side by side.");
        text.flush();
        ScenarioOverrides scenarioOverrides =
                new ScenarioOverrides(Map.of(), true, seed == null ? OptionalInt.empty() : OptionalInt.of(seed));
        ExperimentLauncher run = new ExperimentLauncher(spec.commandLine());
        ExperimentOutcome outcome = run.run(
                ExperimentLauncher.readScenario(SCENARIO, scenarioOverrides).experiment(),
                out,
                new LabBackend(LabFactory.create(spec.commandLine()).prepareGuest(false)),
                Runtime.getRuntime().availableProcessors());
        outcome.problems().forEach(run::printProgress);
        Report report = Report.of(out);
        report.page(out.resolve(PAGE));
        text.println("\nThe paper's values ("
                + outcome.experiment().paper().orElseThrow().source()
                + ") are below ours; a star is at a value that is further off than its check allows:\n");
        text.print(report.tables());
        text.println("\nThe page: " + out.resolve(PAGE) + "   the runs: " + out.resolve("runs"));
        return ExperimentLauncher.exitCode(outcome);
    }
}

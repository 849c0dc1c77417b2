// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutputFormat;
import org.mqecn.cli.view.CheckView;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.experiment.runner.ExperimentOutcome;
import org.mqecn.experiment.runner.HostBackend;
import org.mqecn.experiment.runner.LabBackend;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a scenario: all combinations of what varies in it. */
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "Run a scenario: each combination of what varies in it, in a guest of its own, in virtual time.",
            "",
            "Leaves a file for each run, and what became of the scenario's checks. A run that is there already is not run "
                    + "again, so that the same command goes on where it was ended.%n"
        },
        footer = {
            "",
            "Exit status: 0 all checks hold, 1 one does not, 2 wrong usage, 3 a run does not count.",
            "Example: mqecn run mq-fig6 --set scheme=mq-ecn --set measure.for=1s"
        })
public final class RunCommand implements Callable<Integer> {
    /** Where cases run. */
    enum BackendType {
        LAB,
        HOST
    }

    @Parameters(
            paramLabel = "FILE|NAME",
            arity = "0..1",
            description = "The scenario's file, or the name of one that comes with mqecn.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = {
                "Put something else at a path of the file, for " + "example traffic.web.requests.count=100.",
                "The name of what varies stands for its values: " + "scheme=mq-ecn, load='[0.3, 0.6]'."
            })
    private List<String> changes = new ArrayList<>();

    @Option(names = "--quick", description = "Run the small version, as the file has it.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "Of all randomness (default: the file's).")
    private Integer seed;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many cases run side by side (default: one for each processor).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--backend",
            paramLabel = "lab|host",
            description = "Run in guests (the default), or on this machine itself, as root, one after the other.")
    private BackendType backend = BackendType.LAB;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (default: results/NAME).")
    private Path out;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to write what became of the checks; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--case",
            paramLabel = "FILE",
            hidden = true,
            description = "Run one case here and leave run.json beside its file.")
    private Path caseFile;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (caseFile != null) {
            Files.writeString(
                    LabBackend.runFile(caseFile),
                    new CaseRunner(
                                    ScenarioCase.read(caseFile.toString(), Files.readString(caseFile)),
                                    LocalMachine.current())
                            .run());
            return ExitCode.SUCCESS;
        }
        if (file.isEmpty() || jobs < 1) {
            throw UserError.usage(
                    file.isEmpty() ? "say which scenario" : "--jobs goes from 1 on",
                    "'mqecn run --help' tells how it is used");
        }
        Scenario scenario = readScenario();
        Path results = out != null ? out : Path.of("results", scenario.name() + (quick ? "-quick" : ""));
        ExperimentLauncher run = new ExperimentLauncher(spec.commandLine());
        ExperimentOutcome outcome =
                run.run(scenario.experiment(), results, createBackend(), backend == BackendType.HOST ? 1 : jobs);
        if (format == OutputFormat.JSON) {
            try (JsonWriter json = new JsonWriter(spec.commandLine().getOut())) {
                json.value(outcome.toJson());
            }
        } else {
            CheckView.print(spec.commandLine().getOut(), outcome.checkOutcomes());
            spec.commandLine().getOut().println("results are in " + results);
        }
        outcome.problems().forEach(run::printProgress);
        return ExperimentLauncher.exitCode(outcome);
    }

    private Scenario readScenario() {
        Map<String, String> sets = new LinkedHashMap<>();
        changes.stream().map(ScenarioOverrides::parse).forEach(set -> sets.put(set.getKey(), set.getValue()));
        return ExperimentLauncher.readScenario(
                file, new ScenarioOverrides(sets, quick, seed == null ? OptionalInt.empty() : OptionalInt.of(seed)));
    }

    private Backend<ScenarioCase> createBackend() {
        return backend == BackendType.HOST
                ? new HostBackend(LocalMachine.current())
                : new LabBackend(LabFactory.create(spec.commandLine()).prepareGuest(false));
    }
}

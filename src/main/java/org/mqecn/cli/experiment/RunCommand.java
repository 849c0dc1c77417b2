// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.experiment.runner.Backend;
import org.mqecn.experiment.runner.HostBackend;
import org.mqecn.experiment.runner.LabBackend;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SchemeSource;
import org.mqecn.lab.SchemeAdder;
import org.mqecn.port.DwrrSetting;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@CommandLine.Command(
        name = "run",
        sortOptions = false,
        description = {
            "Run a scenario: each combination of its parameters in its own guest, in virtual time.",
            "",
            "Writes one file per run, and the results of the scenario's checks. Existing results are kept: the same command "
                    + "resumes an interrupted experiment, and more cases or repetitions extend it.%n"
        },
        footer = {
            "",
            "Exit status: 0 all checks passed, 1 a check failed, 2 usage error, 3 an invalid run.",
            "Example: mqecn run mq-fig6 --set scheme=mq-ecn --set measure.duration=1s"
        })
public final class RunCommand implements Callable<Integer> {
    enum BackendType {
        LAB,
        HOST
    }

    @Parameters(paramLabel = "FILE|NAME", arity = "0..1", description = "Scenario file, or name of a bundled scenario.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = {
                "Override a value of the file, for example traffic.web.requests.count=100.",
                "A variable's name selects its values: scheme=mq-ecn, load='[0.3, 0.6]'."
            })
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--scheme",
            paramLabel = "FILE|NAME",
            description = {
                "Compare also this marking scheme: one that mqecn knows, or a file NAME.c or folder NAME, which is built "
                        + "first. May be repeated.",
                "Runs of a scheme whose source changed are repeated."
            })
    private List<String> schemes = new ArrayList<>();

    @Option(names = "--quick", description = "Run the reduced version defined in the file.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed (default: the one in the file).")
    private Integer seed;

    @Option(names = "--jobs", paramLabel = "N", description = "Number of parallel cases (default: number of CPUs).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = ShardConverter.class,
            description = "Run the part I of N, for one of N machines. 'mqecn results merge' merges the parts.")
    private Shard shard = Shard.WHOLE;

    @Option(
            names = "--backend",
            paramLabel = "lab|host",
            description = "Run in guests of the lab (default), or on the host itself, as root and one case at a time.")
    private BackendType backend = BackendType.LAB;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Results directory (default: results/NAME, with --quick results/NAME-quick).")
    private Path out;

    @Option(names = "--list", description = "List the bundled scenarios.")
    private boolean list;

    @Option(
            names = "--metrics",
            description =
                    "List the metrics and samples that figures and checks can name: all, or those of the scenario.")
    private boolean metrics;

    @Mixin
    private ExistingResultsOptions existing;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--case",
            paramLabel = "FILE",
            hidden = true,
            description = "Run one case on this machine and write run.json next to its file.")
    private Path caseFile;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    private static final class ShardConverter implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String value) {
            try {
                return Shard.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no part I/N of a whole, such as 2/5");
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        if (caseFile != null) {
            ResultFiles.write(
                    LabBackend.runFile(caseFile),
                    new CaseRunner(
                                    ScenarioCase.read(caseFile.toString(), Files.readString(caseFile)),
                                    LocalMachine.current())
                            .run());
            return ExitCode.SUCCESS;
        }
        if (list || metrics) {
            printLists(new ScenarioLists(spec.commandLine().getOut(), output.isJson()));
            return ExitCode.SUCCESS;
        }
        if (file.isEmpty() || jobs < 1) {
            throw UserError.usage(
                    file.isEmpty() ? "missing scenario" : "--jobs " + jobs + " is out of range: it is at least 1",
                    file.isEmpty()
                            ? "'mqecn run --list' lists the bundled ones; a file is given by its path"
                            : "see 'mqecn run --help'");
        }
        Scenario scenario = readScenario();
        Path results = out != null ? out : ResultLayout.PARENT.resolve(scenario.name() + (quick ? "-quick" : ""));
        if (dryRun.isSet()) {
            return printPlan(scenario, results);
        }
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        ExperimentSummary outcome = launcher.run(
                scenario.experiment(),
                results,
                existing.policy(),
                this::createBackend,
                shard,
                backend == BackendType.HOST ? 1 : jobs);
        launcher.printOutcome(outcome, results, output.isJson());
        launcher.printFaults(outcome);
        return ExperimentLauncher.exitCode(outcome);
    }

    /** Prints the command for each combination of parameters. They need neither a guest nor a kernel to be known. */
    private int printPlan(Scenario scenario, Path results) throws IOException {
        List<String> commands = scenario.cases().stream()
                .map(each -> singleCombination(each, results).shellLine())
                .distinct()
                .toList();
        return OutcomePrinter.print(
                spec.commandLine(),
                new ChangeOutcome(true, scenario.cases().size() + " runs, results in " + results, commands, List.of()),
                output.isJson(),
                true);
    }

    private Command singleCombination(ScenarioCase each, Path results) {
        List<String> words = new ArrayList<>(List.of("mqecn", "run", file, "--out", results.toString()));
        if (backend == BackendType.HOST) {
            words.addAll(List.of("--backend", "host"));
        }
        if (quick) {
            words.add("--quick");
        }
        schemes.forEach(scheme -> words.addAll(List.of("--scheme", scheme)));
        if (seed != null) {
            words.addAll(List.of("--seed", seed.toString()));
        }
        Map<String, String> values = overriddenValues();
        values.putAll(each.parameters());
        values.forEach((path, value) -> words.addAll(List.of("--set", path + "=" + value)));
        return Command.of(words);
    }

    private Map<String, String> overriddenValues() {
        Map<String, String> values = new LinkedHashMap<>();
        overrides.stream().map(ScenarioOverrides::parse).forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }

    private void printLists(ScenarioLists lists) throws IOException {
        if (list && (metrics || !file.isEmpty())) {
            throw UserError.usage(
                    "--list takes no " + (metrics ? "--metrics" : "scenario"), "give one of --list and --metrics");
        }
        if (list) {
            lists.printScenarios(ScenarioFile.shippedFolder(LocalMachine.current()));
        } else if (file.isEmpty()) {
            lists.printMetrics();
        } else {
            lists.printMetrics(readScenario());
        }
    }

    private Scenario readScenario() {
        List<String> names = schemes.stream().map(this::buildScheme).toList();
        return ExperimentLauncher.readScenario(
                file,
                new ScenarioOverrides(
                        overriddenValues(), names, quick, seed == null ? OptionalInt.empty() : OptionalInt.of(seed)));
    }

    /** Builds the scheme of a file, so that the scenario can name it. Returns its name. */
    private String buildScheme(String fileOrName) {
        Optional<SchemeSource> source = SchemeSource.find(fileOrName);
        if (source.isEmpty() || dryRun.isSet()) {
            String name = source.map(SchemeSource::name).orElse(fileOrName);
            DwrrSetting.ECN_SCHEME.parse(name);
            return name;
        }
        return new SchemeAdder(new AddedSchemes(), source.get())
                .add(this::compile)
                .name();
    }

    private void compile(List<Path> sources) {
        if (backend == BackendType.LAB) {
            LabFactory.create(spec.commandLine()).prepareGuest(false, sources);
        }
    }

    private Backend<ScenarioCase> createBackend() {
        return backend == BackendType.HOST
                ? new HostBackend(LocalMachine.current())
                : new LabBackend(LabFactory.create(spec.commandLine()).prepareGuest(false));
    }
}

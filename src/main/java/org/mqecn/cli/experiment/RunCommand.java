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
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.PlanView;
import org.mqecn.experiment.engine.Backend;
import org.mqecn.experiment.engine.Engine;
import org.mqecn.experiment.engine.FabricMemory;
import org.mqecn.experiment.engine.HostBackend;
import org.mqecn.experiment.engine.LabBackend;
import org.mqecn.experiment.engine.LocalEngine;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.experiment.runner.ExperimentPlan;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.experiment.slurm.SlurmEngine;
import org.mqecn.experiment.slurm.SlurmJobs;
import org.mqecn.experiment.slurm.SlurmTask;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SchemeSource;
import org.mqecn.lab.SchemeAdder;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.ModuleSchemes;
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

    @Mixin
    private EngineOptions engine;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "Continue the experiment of a results directory, where it was begun: its jobs in Slurm are followed, "
                            + "and what failed is run again.")
    private Path resume;

    @Option(names = "--cancel", paramLabel = "DIR", description = "Cancel the jobs of a results directory in Slurm.")
    private Path cancel;

    @Option(names = "--list", description = "List the bundled scenarios.")
    private boolean list;

    @Option(
            names = "--metrics",
            description =
                    "List the metrics and samples that figures and checks can name: all, or those of the scenario.")
    private boolean metrics;

    @Option(
            names = "--plan",
            description =
                    "Print how many runs there are, how long they take, and how many repetitions and flows the checks need, "
                            + "as far as runs in the results directory tell. Nothing is run.")
    private boolean plan;

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

    @Option(
            names = "--trial",
            paramLabel = "N",
            hidden = true,
            description = "With --resume: the run of a job of Slurm, on its node.")
    private Integer trial;

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
                            .runInVirtualTime());
            return ExitCode.SUCCESS;
        }
        if (trial != null && resume != null) {
            runTask();
            return ExitCode.SUCCESS;
        }
        if (list || metrics) {
            printLists(new ScenarioLists(spec.commandLine().getOut(), output.isJson()));
            return ExitCode.SUCCESS;
        }
        checkArguments();
        return cancel != null ? cancelJobs() : resume != null ? resumeExperiment() : runScenario();
    }

    private void checkArguments() {
        long what = Stream.of(!file.isEmpty(), resume != null, cancel != null)
                .filter(given -> given)
                .count();
        if (what == 0) {
            throw UserError.usage(
                    "missing scenario", "'mqecn run --list' lists the bundled ones; a file is given by its path");
        }
        if (what > 1) {
            throw UserError.usage(
                    "a scenario, --resume and --cancel exclude each other",
                    "--resume and --cancel take what the results directory says");
        }
        if (file.isEmpty() && (!overrides.isEmpty() || quick || seed != null || out != null)) {
            throw UserError.usage(
                    "--set, --quick, --seed and --out are for a scenario",
                    "the results directory has the scenario with its options");
        }
    }

    private int runScenario() throws IOException {
        Scenario scenario = readScenario();
        Path results = out != null ? out : ResultLayout.PARENT.resolve(scenario.name() + (quick ? "-quick" : ""));
        engine.check(engine.isSlurm());
        if (plan || dryRun.isSet()) {
            return preview(scenario, results, engine.isSlurm());
        }
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        return print(
                launcher,
                launcher.run(
                        scenario.experiment(),
                        results,
                        existing.policy(),
                        () -> createEngine(results, engine.isSlurm()),
                        shard),
                results);
    }

    private int resumeExperiment() throws IOException {
        Scenario scenario =
                ScenarioFile.readCopy(new ResultLayout(resume).scenario()).scenario();
        boolean slurm = engine.isSlurm() || !engine.isLocal() && SlurmJobs.wereSubmitted(resume);
        engine.check(slurm);
        if (plan || dryRun.isSet()) {
            return preview(scenario, resume, slurm);
        }
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        return print(
                launcher,
                launcher.resume(scenario.experiment(), resume, () -> createEngine(resume, slurm), shard),
                resume);
    }

    private int print(ExperimentLauncher launcher, ExperimentSummary outcome, Path results) {
        launcher.printOutcome(outcome, results, output.isJson());
        launcher.printFaults(outcome);
        return ExperimentLauncher.exitCode(outcome);
    }

    private int cancelJobs() throws IOException {
        SlurmJobs jobs = SlurmJobs.of(cancel);
        List<Command> commands = jobs.cancellation();
        int cancelled = dryRun.isSet() ? commands.size() : jobs.cancel();
        return OutcomePrinter.print(
                spec.commandLine(),
                new ChangeOutcome(
                        cancelled > 0,
                        cancelled > 0
                                ? cancelled + " runs cancelled; 'mqecn run --resume " + cancel + "' runs them"
                                : "no job of " + cancel + " waits or runs",
                        commands.stream().map(Command::shellLine).toList(),
                        List.of()),
                output.isJson(),
                dryRun.isSet());
    }

    /** One run of a job of Slurm. What the cache of this node does not have is not built: every job would build it. */
    private void runTask() throws Exception {
        String attempt = Optional.ofNullable(System.getenv("SLURM_JOB_ID"))
                .orElseGet(() -> Long.toString(ProcessHandle.current().pid()));
        new SlurmTask(resume, attempt)
                .run(
                        trial,
                        () -> new LabBackend(LabFactory.create(spec.commandLine())
                                .withoutBuilding()
                                .prepareGuest(false)));
    }

    private Engine<ScenarioCase> createEngine(Path results, boolean slurm) {
        if (slurm) {
            if (backend == BackendType.HOST) {
                throw UserError.usage("Slurm runs scenarios in guests alone", "leave out --backend host");
            }
            SlurmJobs.of(results);
            return new SlurmEngine<>(
                    results,
                    engine.slurm(),
                    createBackend().environment(),
                    LocalMachine.current().launcher());
        }
        if (SlurmJobs.wereSubmitted(results) && SlurmJobs.of(results).activity().isActive()) {
            throw UserError.usage(
                    "jobs of Slurm write to " + results,
                    "'mqecn run --resume " + results + "' follows them, 'mqecn run --cancel " + results
                            + "' cancels them");
        }
        return new LocalEngine<>(createBackend(), localJobs());
    }

    /** This machine itself can be only one testbed at a time. */
    private int localJobs() {
        return backend == BackendType.HOST ? 1 : engine.jobs();
    }

    /** Prints what would be done, without doing it. */
    private int preview(Scenario scenario, Path results, boolean slurm) throws IOException {
        if (plan) {
            return printPlan(scenario, results, slurm);
        }
        return slurm ? printJobs(scenario, results) : printCommands(scenario, results);
    }

    private int printPlan(Scenario scenario, Path results, boolean slurm) throws IOException {
        int parallel = slurm ? engine.slurm().maxJobs() : localJobs();
        boolean isGuest = slurm || backend == BackendType.LAB;
        ExperimentPlan experimentPlan =
                ExperimentPlan.of(scenario.experiment(), new ResultLayout(results), existing.policy());
        PlanView view = new PlanView(
                experimentPlan,
                results,
                slurm ? "jobs of Slurm" : isGuest ? "guests on this machine" : "on this machine itself",
                parallel,
                isGuest ? OptionalLong.of(FabricMemory.of(experimentPlan.nodes())) : OptionalLong.empty());
        if (output.isJson()) {
            view.printJson(spec.commandLine().getOut());
        } else {
            view.print(spec.commandLine().getOut());
        }
        return ExitCode.SUCCESS;
    }

    /** Prints the commands that submit the runs that are missing. They need no Slurm to be known. */
    private int printJobs(Scenario scenario, Path results) throws IOException {
        ResultLayout layout = new ResultLayout(results);
        List<ScenarioCase> missing = shard.select(scenario.experiment()).stream()
                .filter(each -> !Files.exists(layout.run(each.name())))
                .toList();
        List<String> commands = SlurmEngine.commands(
                        results, engine.slurm(), LocalMachine.current().launcher(), scenario.experiment(), missing)
                .stream()
                .map(Command::shellLine)
                .toList();
        return OutcomePrinter.print(
                spec.commandLine(),
                new ChangeOutcome(
                        !missing.isEmpty(), missing.size() + " runs, results in " + results, commands, List.of()),
                output.isJson(),
                true);
    }

    /** Prints the command for each combination of parameters. They need neither a guest nor a kernel to be known. */
    private int printCommands(Scenario scenario, Path results) throws IOException {
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
        List<String> words = new ArrayList<>(List.of(
                "mqecn",
                "run",
                file.isEmpty() ? new ResultLayout(results).scenario().toString() : file,
                "--out",
                results.toString()));
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
            if (ModuleSchemes.find(name).isEmpty()) {
                DwrrSetting.ECN_SCHEME.parse(name);
            }
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.experiment.scenario.Scenario;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.experiment.scenario.ScenarioOverrides;
import org.mqecn.host.LocalMachine;
import org.mqecn.rank.NameDatabase;
import org.mqecn.rank.RankFolders;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleFile;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultSchema;
import org.mqecn.schema.Problem;
import org.mqecn.testbed.state.TestbedFolders;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.topology.QueueLimitAnalysis;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = {
            "Check files of testbeds, scenarios, rules, ports and results (runs/NAME.json, summary.json).",
            "",
            "Reports every error with file, line and column. Exit status 2 on errors; warnings do not count as errors.%n"
        })
public final class ValidateCommand implements Callable<Integer> {
    enum FileType {
        TESTBED,
        SCENARIO,
        RANK,
        PORTS,
        RESULT,
        SUMMARY
    }

    /** The content of a file if it is valid, and its problems. */
    private record ValidatedFile(
            String name,
            Optional<Testbed> testbed,
            Optional<Scenario> scenario,
            Optional<List<Rule>> rules,
            Optional<List<PortSpec>> ports,
            Optional<String> result,
            List<Problem> problems) {
        static ValidatedFile of(String nameOrPath, LocalMachine machine) {
            List<Path> library = List.of(TestbedFolders.of(machine).shipped(), ScenarioFile.shippedFolder(machine));
            Path path = TestbedFile.find(
                    nameOrPath,
                    List.of(
                            TestbedFolders.of(machine).shipped(),
                            ScenarioFile.shippedFolder(machine),
                            new RankFolders(machine).shipped()));
            if (ResultFiles.isResult(path)) {
                return ofResult(path);
            }
            if (RuleFile.isRuleFile(path)) {
                RuleFile file = RuleFile.read(path, NameDatabase.of(machine));
                return new ValidatedFile(
                        file.name(),
                        Optional.empty(),
                        Optional.empty(),
                        file.validRules(),
                        Optional.empty(),
                        Optional.empty(),
                        file.problems());
            }
            if (PortFile.isPortFile(path)) {
                PortFile file = PortFile.read(path);
                return new ValidatedFile(
                        file.name(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        file.validPorts(),
                        Optional.empty(),
                        file.problems());
            }
            if (ScenarioFile.isScenario(path)) {
                ScenarioFile file = ScenarioFile.read(path, library, ScenarioOverrides.NONE);
                return new ValidatedFile(
                        file.name(),
                        Optional.empty(),
                        file.parsed(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        file.problems());
            }
            TestbedFile file = TestbedFile.read(path);
            return new ValidatedFile(
                    file.name(),
                    file.resolved(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    file.problems());
        }

        private static ValidatedFile ofResult(Path path) {
            List<Problem> problems = ResultFiles.problems(path);
            return new ValidatedFile(
                    path.toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    problems.isEmpty() ? Optional.of(ResultFiles.summarize(path)) : Optional.empty(),
                    problems);
        }

        boolean isValid() {
            return testbed.isPresent()
                    || scenario.isPresent()
                    || rules.isPresent()
                    || ports.isPresent()
                    || result.isPresent();
        }
    }

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Path of a file (results end in .json), or name of a bundled testbed, scenario or set of rules.")
    private List<String> files = List.of();

    @Option(
            names = "--schema",
            paramLabel = "testbed|scenario|rank|ports|result|summary",
            arity = "0..1",
            fallbackValue = "testbed",
            description = "Print the JSON schema of a file format, for editors (default: testbed).")
    private FileType schema;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (schema != null == !files.isEmpty()) {
            throw UserError.usage(
                    schema != null ? "--schema takes no file" : "missing FILE",
                    "use 'mqecn validate FILE' or 'mqecn validate --schema'");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (schema != null) {
            try (JsonWriter json = new JsonWriter(out)) {
                json.value(
                        switch (schema) {
                            case TESTBED -> TestbedFile.schema();
                            case SCENARIO -> ScenarioFile.schema();
                            case RANK -> RuleFile.schema();
                            case PORTS -> PortFile.schema();
                            case RESULT -> ResultSchema.ofRunFile();
                            case SUMMARY -> ResultSchema.ofSummary();
                        });
            }
            return ExitCode.SUCCESS;
        }
        List<ValidatedFile> read = files.stream()
                .map(file -> ValidatedFile.of(file, LocalMachine.current()))
                .toList();
        if (output.isJson()) {
            printJson(read, out);
        } else {
            print(read, out, spec.commandLine().getErr());
        }
        return read.stream().allMatch(ValidatedFile::isValid) ? ExitCode.SUCCESS : ExitCode.USAGE_ERROR;
    }

    private static void print(List<ValidatedFile> files, PrintWriter out, PrintWriter err) {
        for (ValidatedFile file : files) {
            for (Problem problem : file.problems()) {
                err.println(problem.message());
                if (!problem.remedy().isEmpty()) {
                    err.println("  " + problem.remedy());
                }
            }
            file.scenario()
                    .ifPresent(scenario -> out.println(file.name() + ": scenario " + scenario.name() + ", "
                            + count(scenario.cases().size(), "case", "cases") + ", "
                            + count(scenario.checks().size(), "check", "checks")));
            file.result().ifPresent(result -> out.println(file.name() + ": " + result));
            file.rules().ifPresent(rules -> out.println(file.name() + ": " + count(rules.size(), "rule", "rules")));
            file.ports().ifPresent(ports -> out.println(file.name() + ": " + count(ports.size(), "port", "ports")));
            file.testbed().ifPresent(testbed -> {
                out.println(file.name() + ": " + summary(testbed));
                QueueLimitAnalysis.warnings(testbed).forEach(note -> out.println("  note: " + note));
            });
        }
    }

    private static String summary(Testbed testbed) {
        long virtualMachines = testbed.hosts().stream()
                .filter(host -> host.virtualMachine().isPresent())
                .count();
        return "testbed " + testbed.name() + ", " + count(testbed.hosts().size(), "host", "hosts")
                + (virtualMachines == 0
                        ? ""
                        : " (" + count(virtualMachines, "virtual machine", "virtual machines") + ")")
                + ", "
                + count(testbed.switches().size(), "switch", "switches") + ", "
                + count(testbed.links().size(), "link", "links");
    }

    private static String count(long number, String singular, String plural) {
        return number + " " + (number == 1 ? singular : plural);
    }

    private static void printJson(List<ValidatedFile> files, PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (ValidatedFile file : files) {
                    json.object(() -> write(file, json));
                }
            });
        }
    }

    private static void write(ValidatedFile file, JsonWriter json) throws IOException {
        json.field("file", file.name());
        json.field("valid", file.isValid());
        if (file.scenario().isPresent()) {
            json.field("scenario", file.scenario().get().name());
            json.stringArray(
                    "cases",
                    file.scenario().get().cases().stream()
                            .map(ScenarioCase::name)
                            .toList());
        }
        if (file.rules().isPresent()) {
            json.stringArray(
                    "rules", file.rules().get().stream().map(Rule::name).toList());
        }
        if (file.ports().isPresent()) {
            json.stringArray(
                    "ports", file.ports().get().stream().map(PortSpec::name).toList());
        }
        if (file.result().isPresent()) {
            json.field("result", file.result().get());
        }
        if (file.testbed().isPresent()) {
            Testbed testbed = file.testbed().get();
            json.field("testbed", testbed.name());
            json.field("hosts", testbed.hosts().size());
            json.field("switches", testbed.switches().size());
            json.field("links", testbed.links().size());
            json.stringArray("notes", QueueLimitAnalysis.warnings(testbed));
        }
        json.name("problems");
        json.array(() -> {
            for (Problem problem : file.problems()) {
                json.object(() -> {
                    json.field("line", problem.location().line());
                    json.field("column", problem.location().column());
                    json.field("severity", problem.warning() ? "warning" : "error");
                    json.field("failure", problem.failure());
                    json.field("remedy", problem.remedy());
                });
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputFormat;
import org.mqecn.cli.common.ServerEndpoint;
import org.mqecn.cli.view.CheckView;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.experiment.cpu.BenchmarkedQdisc;
import org.mqecn.experiment.cpu.CpuBackend;
import org.mqecn.experiment.cpu.CpuBenchmark;
import org.mqecn.experiment.cpu.CpuTrial;
import org.mqecn.experiment.cpu.DeviceBackend;
import org.mqecn.experiment.cpu.NamespacesBackend;
import org.mqecn.experiment.runner.ExperimentOutcome;
import org.mqecn.figure.Report;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What pacing many flows costs, by the qdisc they pass. */
@Command(
        name = "cpu",
        sortOptions = false,
        description = {
            "Compare the processor time that qdiscs take to pace many TCP flows, each to its rate (SO_MAX_PACING_RATE).",
            "",
            "Without --server it runs between two network namespaces of this machine, a testbed 'bench-cpu' that it makes and "
                    + "removes; after a kill, 'mqecn testbed down -f bench-cpu' removes it. With --server, it sends from --device to "
                    + "'mqecn traffic server' at another machine, and puts each qdisc on that device in turn.",
            "",
            "A run counts where all flows came near their rates, the counters of the qdisc show that the traffic went through "
                    + "it and that it paced it, and the machine did nothing else. A run that is there already is not run again. "
                    + "'mqecn report' and 'mqecn figure' draw the results.%n"
        },
        footer = {
            "",
            "Exit status: 0 done, 1 the check does not hold, 2 wrong usage, 3 a run does not count.",
            "Example: mqecn bench cpu --flows 20000 --rate 24gbit --server 10.0.0.2 --device eth0"
        })
final class BenchCpuCommand implements Callable<Integer> {
    @Option(names = "--flows", paramLabel = "N", description = "TCP connections (${DEFAULT-VALUE}).")
    private int flows = 1000;

    @Option(names = "--threads", paramLabel = "N", description = "That send on them (${DEFAULT-VALUE}).")
    private int threads = 4;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Of all flows together, of TCP's payload (${DEFAULT-VALUE}).")
    private String rate = "1gbit";

    @Option(
            names = "--qdiscs",
            paramLabel = "QDISC",
            arity = "1..*",
            description = "What is compared: eiffel, fq, fq_codel, pfifo (eiffel fq pfifo), with options where they "
                    + "stand in quotes with it: 'eiffel granularity 100us'.")
    private List<String> qdiscs = List.of("eiffel", "fq", "pfifo");

    @Option(names = "--warm-up", paramLabel = "TIME", description = "In which nothing counts yet (${DEFAULT-VALUE}).")
    private String warmUp = "2s";

    @Option(names = "--duration", paramLabel = "TIME", description = "That counts (${DEFAULT-VALUE}).")
    private String duration = "10s";

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Of each qdisc, in random order (${DEFAULT-VALUE}).")
    private int repetitions = 5;

    @Option(names = "--seed", paramLabel = "N", description = "Of that order (${DEFAULT-VALUE}).")
    private int seed = 1;

    @Option(names = "--server", paramLabel = "ADDRESS[:PORT]", description = "Where 'mqecn traffic server' runs.")
    private String server;

    @Option(names = "--device", paramLabel = "DEV", description = "That leads there, and gets the qdiscs.")
    private String device;

    @Option(
            names = {"-n", "--netns"},
            paramLabel = "NETNS",
            description = "Network namespace of the device.")
    private String namespace = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (${DEFAULT-VALUE}).")
    private Path out = Path.of("results/bench-cpu");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to write what became of it; nothing else goes to standard output.")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(names = "--dry-run", description = "Only print the commands that would run.")
    private boolean dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CpuBenchmark setup = new CpuBenchmark(
                        flows,
                        threads,
                        Rate.parse(rate),
                        parseDuration("--warm-up", warmUp),
                        parseDuration("--duration", duration),
                        repetitions,
                        qdiscs.stream().map(BenchmarkedQdisc::parse).toList(),
                        seed)
                .validated();
        ExperimentLauncher run = new ExperimentLauncher(spec.commandLine());
        CpuBackend backend = createBackend();
        if (dryRun) {
            return printPlan(backend, run.pendingTrials(setup.experiment(), out, backend));
        }
        backend.requireReady(setup);
        ExperimentOutcome outcome = run.run(setup.experiment(), out, backend, 1);
        printSummary(outcome);
        outcome.problems().forEach(run::printProgress);
        return ExperimentLauncher.exitCode(outcome);
    }

    private int printPlan(CpuBackend backend, List<CpuTrial> trials) throws IOException {
        ChangeOutcome outcome = new ChangeOutcome(
                !trials.isEmpty(),
                trials.isEmpty() ? "all runs are in " + out + " already" : "",
                trials.stream().flatMap(trial -> backend.script(trial).stream()).toList(),
                List.of());
        return OutcomePrinter.print(spec.commandLine(), outcome, format == OutputFormat.JSON, true);
    }

    private static Duration parseDuration(String option, String text) {
        return Duration.ofNanos(Quantity.TIME.parse(option, text));
    }

    private CpuBackend createBackend() {
        if ((server == null) != (device == null) || server == null && !namespace.isEmpty()) {
            throw UserError.usage(
                    server == null
                            ? (device == null ? "--netns" : "--device") + " belongs to --server"
                            : "--server does not say which device leads there",
                    "write for example --server 10.0.0.2 --device" + " eth0, or neither to measure between namespaces");
        }
        return server == null
                ? new NamespacesBackend(LocalMachine.current())
                : new DeviceBackend(
                        LocalMachine.current(),
                        namespace,
                        device,
                        ServerEndpoint.parse(server).address());
    }

    private void printSummary(ExperimentOutcome outcome) throws IOException {
        PrintWriter text = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            try (JsonWriter json = new JsonWriter(text)) {
                json.value(outcome.toJson());
            }
            return;
        }
        if (!outcome.results().isEmpty()) {
            text.println(Report.of(out).tables());
        }
        CheckView.print(text, outcome.checkOutcomes());
        text.println("results are in " + out);
    }
}

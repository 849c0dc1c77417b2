// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.ValueTableView;
import org.mqecn.experiment.cpu.BenchmarkedQdisc;
import org.mqecn.experiment.cpu.CpuBackend;
import org.mqecn.experiment.cpu.CpuBenchmark;
import org.mqecn.experiment.cpu.CpuTrial;
import org.mqecn.experiment.cpu.DeviceBackend;
import org.mqecn.experiment.cpu.NamespacesBackend;
import org.mqecn.experiment.engine.LocalEngine;
import org.mqecn.experiment.runner.Shard;
import org.mqecn.figure.Report;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.LocalMachine;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.traffic.flow.ServerEndpoint;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "cpu",
        sortOptions = false,
        description = {
            "Compare the CPU time that qdiscs need to pace many TCP flows (SO_MAX_PACING_RATE).",
            "",
            "Without --server, traffic runs between two network namespaces of this machine, a testbed 'bench-cpu' that is "
                    + "created and removed; after a kill, 'mqecn testbed down -f bench-cpu' removes it. With --server, traffic runs "
                    + "from --device to 'mqecn traffic server' on another machine, and each qdisc is attached to that device in turn.",
            "",
            "A run is valid if flows reach their rates, the qdisc's counters confirm that it carried and paced the traffic, and "
                    + "the machine is otherwise idle. Existing results are kept. 'mqecn report' and 'mqecn figure' plot them.%n"
        },
        footer = {
            "",
            "Exit status: 0 success, 1 a check failed, 2 usage error, 3 an invalid run.",
            "Example: mqecn bench cpu --flows 20000 --rate 24gbit --server 10.0.0.2 --device eth0"
        })
final class BenchCpuCommand implements Callable<Integer> {
    @Option(names = "--flows", paramLabel = "N", description = "Number of TCP connections (default: ${DEFAULT-VALUE}).")
    private int flows = 1000;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of sender threads (default: ${DEFAULT-VALUE}).")
    private int threads = 4;

    @Option(names = "--rate", paramLabel = "RATE", description = "Total TCP payload rate (default: ${DEFAULT-VALUE}).")
    private String rate = "1gbit";

    @Option(
            names = "--qdiscs",
            paramLabel = "QDISC",
            arity = "1..*",
            description =
                    "Qdiscs to compare: eiffel, fq, fq_codel, pfifo (default: eiffel fq pfifo). Quote a qdisc together with "
                            + "its options: 'eiffel granularity 100us'.")
    private List<String> qdiscs = List.of("eiffel", "fq", "pfifo");

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Warm-up, not measured (default: ${DEFAULT-VALUE}).")
    private String warmUp = "2s";

    @Option(names = "--duration", paramLabel = "TIME", description = "Measured time (default: ${DEFAULT-VALUE}).")
    private String duration = "10s";

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Runs per qdisc, in random order (default: ${DEFAULT-VALUE}).")
    private int repetitions = 5;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed of the order (default: ${DEFAULT-VALUE}).")
    private int seed = 1;

    @Option(names = "--server", paramLabel = "ADDRESS[:PORT]", description = "Address of 'mqecn traffic server'.")
    private String server;

    @Option(names = "--device", paramLabel = "DEV", description = "Device towards the server, to attach the qdiscs to.")
    private String device;

    @Mixin
    private NamespaceOption namespace;

    @Option(names = "--out", paramLabel = "DIR", description = "Results directory (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("results/bench-cpu");

    @Mixin
    private ExistingResultsOptions existing;

    @Mixin
    private OutputOption output;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CpuBenchmark benchmark = new CpuBenchmark(
                        flows,
                        threads,
                        Rate.parse(rate),
                        DurationOption.parse("--warm-up", warmUp),
                        DurationOption.parse("--duration", duration),
                        repetitions,
                        qdiscs.stream().map(BenchmarkedQdisc::parse).toList(),
                        seed)
                .validated();
        ExperimentLauncher launcher = new ExperimentLauncher(spec.commandLine());
        CpuBackend backend = createBackend();
        if (dryRun.isSet()) {
            return printPlan(
                    backend, ExperimentLauncher.pendingTrials(benchmark.experiment(), out, existing.policy(), backend));
        }
        backend.requireReady(benchmark);
        ExperimentSummary outcome = launcher.run(
                benchmark.experiment(), out, existing.policy(), () -> new LocalEngine<>(backend, 1), Shard.WHOLE);
        printResults(launcher, outcome);
        outcome.problems().forEach(launcher::printProgress);
        return ExperimentLauncher.exitCode(outcome);
    }

    private int printPlan(CpuBackend backend, List<CpuTrial> trials) throws IOException {
        ChangeOutcome outcome = new ChangeOutcome(
                !trials.isEmpty(),
                trials.isEmpty() ? out + " has the results of all runs" : "",
                trials.stream().flatMap(trial -> backend.script(trial).stream()).toList(),
                List.of());
        return OutcomePrinter.print(spec.commandLine(), outcome, output.isJson(), true);
    }

    private CpuBackend createBackend() {
        if ((server == null) != (device == null)
                || server == null && !namespace.get().isEmpty()) {
            throw UserError.usage(
                    server == null
                            ? (device == null ? "--netns" : "--device") + " requires --server"
                            : "--server requires --device",
                    "for example --server 10.0.0.2 --device eth0, or neither to measure between namespaces");
        }
        return server == null
                ? new NamespacesBackend(LocalMachine.current())
                : new DeviceBackend(
                        LocalMachine.current(),
                        namespace.get(),
                        device,
                        ServerEndpoint.parse(server).address());
    }

    private void printResults(ExperimentLauncher launcher, ExperimentSummary outcome) throws IOException {
        if (!output.isJson() && !outcome.runs().isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println(ValueTableView.text(Report.of(out).tables()));
        }
        launcher.printOutcome(outcome, out, output.isJson());
    }
}

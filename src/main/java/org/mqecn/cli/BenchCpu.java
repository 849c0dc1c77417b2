// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.experiment.cpu.Candidate;
import org.mqecn.experiment.cpu.CpuBackend;
import org.mqecn.experiment.cpu.CpuSetup;
import org.mqecn.experiment.cpu.CpuTrial;
import org.mqecn.experiment.cpu.DeviceBackend;
import org.mqecn.experiment.cpu.NamespacesBackend;
import org.mqecn.experiment.runner.Summary;
import org.mqecn.figure.Report;
import org.mqecn.host.Machine;
import org.mqecn.host.Outcome;
import org.mqecn.port.Quantity;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What pacing many flows costs, by the qdisc they pass. */
@Command(name = "cpu", sortOptions = false, description = {
    "Compare the processor time that qdiscs take to pace many TCP flows, each to its rate (SO_MAX_PACING_RATE).", "",
    "Without --server it runs between two network namespaces of this machine, a testbed 'bench-cpu' that it makes and "
        + "removes; after a kill, 'mqecn testbed down -f bench-cpu' removes it. With --server, it sends from --device to "
        + "'mqecn traffic server' at another machine, and puts each qdisc on that device in turn.", "",
    "A run counts where all flows came near their rates, the counters of the qdisc show that the traffic went through "
        + "it and that it paced it, and the machine did nothing else. A run that is there already is not run again. "
        + "'mqecn report' and 'mqecn figure' draw the results.%n"},
        footer = {"", "Exit status: 0 done, 1 the check does not hold, 2 wrong usage, 3 a run does not count.",
            "Example: mqecn bench cpu --flows 20000 --rate 24gbit --server 10.0.0.2 --device eth0"})
final class BenchCpu implements Callable<Integer> {
    @Option(names = "--flows", paramLabel = "N", description = "TCP connections (${DEFAULT-VALUE}).")
    private int flows = 1000;

    @Option(names = "--threads", paramLabel = "N", description = "That send on them (${DEFAULT-VALUE}).")
    private int threads = 4;

    @Option(names = "--rate", paramLabel = "RATE",
            description = "Of all flows together, of TCP's payload (${DEFAULT-VALUE}).")
    private String rate = "1gbit";

    @Option(names = "--qdiscs", paramLabel = "QDISC", arity = "1..*",
            description = "What is compared: eiffel, fq, fq_codel, pfifo (eiffel fq pfifo), with options where they "
                + "stand in quotes with it: 'eiffel granularity 100us'.")
    private List<String> qdiscs = List.of("eiffel", "fq", "pfifo");

    @Option(names = "--warm-up", paramLabel = "TIME", description = "In which nothing counts yet (${DEFAULT-VALUE}).")
    private String warmUp = "2s";

    @Option(names = "--duration", paramLabel = "TIME", description = "That counts (${DEFAULT-VALUE}).")
    private String duration = "10s";

    @Option(names = "--repetitions", paramLabel = "N", description = "Of each qdisc, in random order (${DEFAULT-VALUE}).")
    private int repetitions = 5;

    @Option(names = "--seed", paramLabel = "N", description = "Of that order (${DEFAULT-VALUE}).")
    private int seed = 1;

    @Option(names = "--server", paramLabel = "ADDRESS[:PORT]", description = "Where 'mqecn traffic server' runs.")
    private String server;

    @Option(names = "--device", paramLabel = "DEV", description = "That leads there, and gets the qdiscs.")
    private String device;

    @Option(names = {"-n", "--netns"}, paramLabel = "NETNS", description = "Network namespace of the device.")
    private String namespace = "";

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (${DEFAULT-VALUE}).")
    private Path out = Path.of("results/bench-cpu");

    @Option(names = {"-o", "--output"}, paramLabel = "table|json",
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
        CpuSetup setup = new CpuSetup(flows, threads, Rate.parse(rate), time("--warm-up", warmUp),
                time("--duration", duration), repetitions,
                qdiscs.stream().map(Candidate::parse).toList(), seed).checked();
        ScenarioRun run = new ScenarioRun(spec.commandLine());
        CpuBackend backend = backend();
        if (dryRun) {
            return plan(backend, run.left(setup.experiment(), out, backend));
        }
        backend.requireReady(setup);
        Summary summary = run.run(setup.experiment(), out, backend, 1);
        print(summary);
        summary.complaints().forEach(run::tell);
        return ScenarioRun.status(summary);
    }

    private int plan(CpuBackend backend, List<CpuTrial> trials) throws IOException {
        Outcome outcome = new Outcome(!trials.isEmpty(), trials.isEmpty() ? "all runs are in " + out + " already" : "",
                trials.stream().flatMap(trial -> backend.script(trial).stream()).toList(), List.of());
        return Telling.tell(spec.commandLine(), outcome, format == OutputFormat.JSON, true);
    }

    private static Duration time(String option, String text) {
        return Duration.ofNanos(Quantity.TIME.parse(option, text));
    }

    private CpuBackend backend() {
        if ((server == null) != (device == null) || server == null && !namespace.isEmpty()) {
            throw UserError.usage(server == null ? (device == null ? "--netns" : "--device") + " belongs to --server"
                    : "--server does not say which device leads there", "write for example --server 10.0.0.2 --device"
                    + " eth0, or neither to measure between namespaces");
        }
        return server == null ? new NamespacesBackend(Machine.local())
                : new DeviceBackend(Machine.local(), namespace, device, Endpoint.parse(server).socket());
    }

    private void print(Summary summary) throws IOException {
        PrintWriter text = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            try (Json json = new Json(text)) {
                json.value(summary.plain());
            }
            return;
        }
        if (!summary.results().isEmpty()) {
            text.println(Report.of(out).tables());
        }
        CheckView.print(text, summary.verdicts());
        text.println("results are in " + out);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.experiment.SchemeComparison;
import org.mqecn.figure.Comparison;
import org.mqecn.figure.ComparisonTable;
import org.mqecn.figure.DemoReport;
import org.mqecn.lab.GuestSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job, from nothing to a picture. */
@Command(name = "demo", subcommands = {DemoSample.class, DemoProbe.class}, description = {
    "Compare marking schemes on the same traffic, in the lab: one DCTCP flow against four, in two queues of a port, "
        + "marked per queue, per port and by MQ-ECN.", "",
    "Leaves data.json, pictures and index.html. Exit status 1 where a run does not count.%n"})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (${DEFAULT-VALUE}).")
    private Path out = Path.of("target/demo");

    @Option(names = "--seed", paramLabel = "N",
            description = "Runs with the same seed are the same to the byte (${DEFAULT-VALUE}).")
    private long seed = GuestSpec.DEFAULT_SEED;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter text = spec.commandLine().getOut();
        text.println("Guests run the same traffic, each with another marking scheme, in virtual time, side by side.\n"
                + "This is what happens in the one with MQ-ECN:\n");
        text.flush();
        SchemeComparison schemes = new SchemeComparison(LabCommand.lab(spec.commandLine()).guest(false), seed,
                new FileOutputStream(FileDescriptor.out));
        Comparison comparison = schemes.run(out);
        DemoReport.write(out);
        text.println("\nThe schemes on the same traffic, with the paper's values (NSDI 2016) below ours;\n"
                + "a star is at a value more than 10 % off:\n");
        text.print(ComparisonTable.of(comparison));
        text.println("\nThe page: " + out.resolve(DemoReport.PAGE) + "   the data: " + out.resolve(DemoReport.DATA));
        comparison.runs().forEach(run -> run.faults().forEach(fault ->
                spec.commandLine().getErr().println("mqecn: the run " + run.name() + " does not count: " + fault)));
        return comparison.runs().stream().allMatch(Comparison.Run::isValid) ? Main.DONE : Main.FAILED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.experiment.Prober;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures round-trip times through a queue. */
@Command(name = "probe", sortOptions = false, description = "Measure round-trip times in microseconds, a line each, "
    + "between two network namespaces.%n")
final class DemoProbe implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FROM", description = "Namespace that sends.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "Namespace that answers.")
    private String to;

    @Parameters(index = "2", paramLabel = "ADDRESS", description = "IPv4 address of TO.")
    private String address;

    @Option(names = "--dscp", paramLabel = "0..63", description = "Code point of the probes (${DEFAULT-VALUE}).")
    private int dscp;

    @Mixin
    private Timing timing;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new Prober(from, to, address, spec.commandLine().getOut()).run(dscp, timing.interval(), timing.total());
        return Main.DONE;
    }
}

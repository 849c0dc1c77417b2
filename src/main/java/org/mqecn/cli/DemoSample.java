// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.experiment.Sampler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Watches the queues of a port, for a picture. */
@Command(name = "sample", description = {"Watch the queues of a port, a line each time: time_us, then of each queue "
    + "backlog_bytes,threshold_bytes,marked_packets.%n"})
final class DemoSample implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", description = "The network device.")
    private String device;

    @Mixin
    private Timing timing;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new Sampler(device, spec.commandLine().getOut()).run(timing.interval(), timing.total());
        return Main.DONE;
    }
}

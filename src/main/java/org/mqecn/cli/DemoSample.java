// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.mqecn.experiment.Sampler;
import org.mqecn.port.Quantity;
import org.mqecn.port.UserError;
import picocli.CommandLine.Command;
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

    @Option(names = "--every", paramLabel = "TIME", description = "Time between lines (${DEFAULT-VALUE}).")
    private String interval = "1ms";

    @Option(names = "--during", paramLabel = "TIME", description = "Time in all (${DEFAULT-VALUE}).")
    private String total = "1s";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new Sampler(device, spec.commandLine().getOut()).run(time("--every", interval), time("--during", total));
        return Main.DONE;
    }

    private static Duration time(String option, String text) {
        long nanos = Quantity.TIME.parse(option, text);
        if (nanos <= 0) {
            throw UserError.usage(option + " " + text + " is not a time span", "give 200us, 1ms or 1.5s");
        }
        return Duration.ofNanos(nanos);
    }
}

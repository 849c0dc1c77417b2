// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "stats", description = {"Show what ports and their queues counted.", "",
    "Lengths are those on the wire: preamble, gap and checksum counted, 1538 bytes for a full frame.%n"})
final class StatsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "The network device (default: every port).")
    private String device = "";

    @Option(names = {"-w", "--watch"}, paramLabel = "SECS", arity = "0..1", parameterConsumer = Seconds.class,
            description = "Show what was counted a second, every SECS seconds (default: 1), until interrupted.")
    private double seconds;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: end after N times.")
    private long count = Long.MAX_VALUE;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    /** Takes the word behind --watch where it is a number; otherwise it is the device. */
    static final class Seconds implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec argument, CommandSpec command) {
            boolean given = !words.isEmpty() && words.peek().matches("\\d{1,9}(\\.\\d{1,9})?");
            argument.setValue(given ? Double.parseDouble(words.pop()) : 1.0);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (seconds < 0 || seconds > 0 && seconds < 0.001 || count < 1) {
            throw UserError.usage("--watch and --count go from 0.001 and from 1 on", "");
        }
        return common.inside(this::show);
    }

    private int show() throws Exception {
        StatsView view = new StatsView(spec.commandLine().getOut(), common.isJson());
        try (Kernel kernel = new Kernel()) {
            List<Port> ports = read(kernel);
            if (seconds == 0) {
                view.print(ports);
                return Main.DONE;
            }
            watch(kernel, view, ports);
        }
        return Main.DONE;
    }

    private void watch(Kernel kernel, StatsView view, List<Port> first) throws Exception {
        List<Port> before = first;
        long then = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        for (long i = 0; i < count && !out.checkError(); i++) {
            Thread.sleep((long) (seconds * 1000));
            List<Port> ports = read(kernel);
            long now = System.nanoTime();
            view.printRates(before, ports, now - then);
            before = ports;
            then = now;
        }
    }

    private List<Port> read(Kernel kernel) {
        List<Port> ports = device.isEmpty() ? kernel.ports() : kernel.ports(kernel.link(device));
        if (ports.isEmpty()) {
            throw new UserError(device.isEmpty() ? "there is no port in this network namespace"
                    : device + " is not a port",
                    "'mqecn install " + (device.isEmpty() ? "DEV" : device) + " --rate RATE' makes one");
        }
        return ports;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.port.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What ports and their queues counted: put together without annotations, for the sake of its start. */
final class StatsCommand implements Callable<Integer> {
    private static final double LEAST_SECONDS = 0.001;

    private final Common common = new Common();
    private final PositionalParamSpec device = PositionalParamSpec.builder().paramLabel("DEV").arity("0..1")
            .type(String.class).initialValue("").description("The network device (default: every port).").build();
    private final OptionSpec seconds = OptionSpec.builder("-w", "--watch").paramLabel("SECS").arity("0..1")
            .type(Double.class).initialValue(0.0).parameterConsumer(StatsCommand::takeSeconds)
            .description("Show what was counted a second, every SECS seconds (default: 1), until interrupted.")
            .build();
    private final OptionSpec count = OptionSpec.builder("--count").paramLabel("N").type(Long.class)
            .initialValue(Long.MAX_VALUE).description("With --watch: end after N times.").build();
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    CommandLine line() {
        common.addTo(spec.addPositional(device).addOption(seconds).addOption(count));
        spec.usageMessage().description("Show what ports and their queues counted.", "",
                "Lengths are those on the wire: preamble, gap and checksum counted, 1538 bytes for a full frame.%n");
        return new CommandLine(spec);
    }

    /** Takes the word behind --watch where it is a number; otherwise it is the device. */
    private static void takeSeconds(Stack<String> words, ArgSpec argument, CommandSpec command) {
        boolean given = !words.isEmpty() && words.peek().matches("\\d{1,9}(\\.\\d{1,9})?");
        argument.setValue(given ? Double.parseDouble(words.pop()) : 1.0);
    }

    @Override
    public Integer call() throws Exception {
        if (seconds() > 0 && seconds() < LEAST_SECONDS || count.<Long>getValue() < 1) {
            throw UserError.usage("--watch and --count go from " + LEAST_SECONDS + " and from 1 on", "");
        }
        return common.inside(this::show);
    }

    private double seconds() {
        return seconds.<Double>getValue();
    }

    private int show() throws Exception {
        StatsView view = new StatsView(spec.commandLine().getOut(), common.isJson());
        try (Kernel kernel = new Kernel()) {
            List<Port> ports = read(kernel);
            if (seconds() == 0) {
                view.print(ports);
                return ExitCode.SUCCESS;
            }
            watch(kernel, view, ports);
        }
        return ExitCode.SUCCESS;
    }

    private void watch(Kernel kernel, StatsView view, List<Port> first) throws Exception {
        List<Port> before = first;
        long then = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        for (long i = 0; i < count.<Long>getValue() && !out.checkError(); i++) {
            Thread.sleep((long) (seconds() * 1000));
            List<Port> ports = read(kernel);
            long now = System.nanoTime();
            view.printRates(before, ports, now - then);
            before = ports;
            then = now;
        }
    }

    private List<Port> read(Kernel kernel) {
        String name = device.getValue();
        List<Port> ports = name.isEmpty() ? kernel.ports() : kernel.ports(kernel.link(name));
        if (ports.isEmpty()) {
            throw new UserError(name.isEmpty() ? "there is no port in this network namespace" : name + " is not a port",
                    "'mqecn install " + (name.isEmpty() ? "DEV" : name) + " --rate RATE' makes one");
        }
        return ports;
    }
}

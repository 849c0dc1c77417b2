// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.cli.view.StatsView;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Shows counters. Built without annotations for a fast start-up, see {@link CommonOptions}. */
public final class StatsCommand implements Callable<Integer> {
    private static final double MIN_SECONDS = 0.001;

    private final CommonOptions common = new CommonOptions();
    private final PositionalParamSpec device = PositionalParamSpec.builder()
            .paramLabel("DEV")
            .arity("0..1")
            .type(String.class)
            .initialValue("")
            .description("Network device (default: all ports).")
            .build();
    private final OptionSpec seconds = OptionSpec.builder("-w", "--watch")
            .paramLabel("SECS")
            .arity("0..1")
            .type(Double.class)
            .initialValue(0.0)
            .parameterConsumer(StatsCommand::consumeSeconds)
            .description("Show rates per second every SECS seconds (default: 1), until interrupted.")
            .build();
    private final OptionSpec count = OptionSpec.builder("--count")
            .paramLabel("N")
            .type(Long.class)
            .initialValue(Long.MAX_VALUE)
            .description("With --watch: stop after N reports.")
            .build();
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    public CommandLine commandLine() {
        common.addTo(spec.addPositional(device).addOption(seconds).addOption(count));
        spec.usageMessage()
                .description(
                        "Show the counters of ports and queues.",
                        "",
                        "Byte counters count wire lengths: preamble, inter-frame gap and FCS included, 1538 bytes for a full "
                                + "frame.%n");
        return new CommandLine(spec);
    }

    /** Consumes the argument after --watch if it is a number; otherwise it is the device. */
    private static void consumeSeconds(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
        boolean given = !arguments.isEmpty() && arguments.peek().matches("\\d{1,9}(\\.\\d{1,9})?");
        argument.setValue(given ? Double.parseDouble(arguments.pop()) : 1.0);
    }

    @Override
    public Integer call() throws Exception {
        if (seconds() > 0 && seconds() < MIN_SECONDS || count.<Long>getValue() < 1) {
            throw UserError.usage(
                    "--watch or --count is out of range",
                    "--watch is at least " + MIN_SECONDS + ", --count at least 1");
        }
        return Netns.call(common.namespace(), this::show);
    }

    private double seconds() {
        return seconds.<Double>getValue();
    }

    private int show() throws Exception {
        StatsView view = new StatsView(spec.commandLine().getOut(), common.isJson());
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            List<Port> ports = readPorts(reader);
            if (seconds() == 0) {
                view.print(ports);
                return ExitCode.SUCCESS;
            }
            watch(reader, view, ports);
        }
        return ExitCode.SUCCESS;
    }

    private void watch(RtnetlinkReader reader, StatsView view, List<Port> first) throws Exception {
        List<Port> before = first;
        long then = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        for (long i = 0; i < count.<Long>getValue() && !out.checkError(); i++) {
            Thread.sleep((long) (seconds() * 1000));
            List<Port> ports = readPorts(reader);
            long now = System.nanoTime();
            view.printRates(before, ports, now - then);
            before = ports;
            then = now;
        }
    }

    private List<Port> readPorts(RtnetlinkReader reader) {
        return PortSelection.read(reader, Optional.of(device.<String>getValue()).filter(name -> !name.isEmpty()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.PrintWriter;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.StatsView;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What ports and their queues counted: put together without annotations, for the sake of its start. */
public final class StatsCommand implements Callable<Integer> {
    private static final double MIN_SECONDS = 0.001;

    private final CommonOptions common = new CommonOptions();
    private final PositionalParamSpec device = PositionalParamSpec.builder()
            .paramLabel("DEV")
            .arity("0..1")
            .type(String.class)
            .initialValue("")
            .description("The network device (default: every port).")
            .build();
    private final OptionSpec seconds = OptionSpec.builder("-w", "--watch")
            .paramLabel("SECS")
            .arity("0..1")
            .type(Double.class)
            .initialValue(0.0)
            .parameterConsumer(StatsCommand::consumeSeconds)
            .description("Show what was counted a second, every SECS seconds (default: 1), until interrupted.")
            .build();
    private final OptionSpec count = OptionSpec.builder("--count")
            .paramLabel("N")
            .type(Long.class)
            .initialValue(Long.MAX_VALUE)
            .description("With --watch: end after N times.")
            .build();
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    public CommandLine commandLine() {
        common.addTo(spec.addPositional(device).addOption(seconds).addOption(count));
        spec.usageMessage()
                .description(
                        "Show what ports and their queues counted.",
                        "",
                        "Lengths are those on the wire: preamble, gap and checksum counted, 1538 bytes for a full frame.%n");
        return new CommandLine(spec);
    }

    /** Takes the word behind --watch where it is a number; otherwise it is the device. */
    private static void consumeSeconds(Stack<String> words, ArgSpec argument, CommandSpec command) {
        boolean given = !words.isEmpty() && words.peek().matches("\\d{1,9}(\\.\\d{1,9})?");
        argument.setValue(given ? Double.parseDouble(words.pop()) : 1.0);
    }

    @Override
    public Integer call() throws Exception {
        if (seconds() > 0 && seconds() < MIN_SECONDS || count.<Long>getValue() < 1) {
            throw UserError.usage("--watch and --count go from " + MIN_SECONDS + " and from 1 on", "");
        }
        return common.callInNamespace(this::show);
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
        String name = device.getValue();
        List<Port> ports = name.isEmpty() ? reader.readPorts() : reader.readPorts(reader.readLink(name));
        if (ports.isEmpty()) {
            throw new UserError(
                    name.isEmpty() ? "there is no port in this network namespace" : name + " is not a port",
                    "'mqecn install " + (name.isEmpty() ? "DEV" : name) + " --rate RATE' makes one");
        }
        return ports;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.cli.view.ActivityView;
import org.mqecn.cli.view.FrameScreen;
import org.mqecn.cli.view.StatsView;
import org.mqecn.cli.view.TextStyle;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ShutdownHook;
import org.mqecn.host.Sleep;
import org.mqecn.host.Terminal;
import org.mqecn.monitor.ActivitySample;
import org.mqecn.monitor.ActivitySampler;
import org.mqecn.monitor.PrometheusText;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Shows counters. Built without annotations for a fast start-up, see {@link CommonOptions}. */
public final class StatsCommand implements Callable<Integer> {
    private static final double MIN_SECONDS = 0.001;
    private static final double MAX_SECONDS = 86_400;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Formats of statistics; JSONL is a record a line. */
    enum StatsFormat {
        TABLE,
        JSON,
        JSONL,
        PROMETHEUS
    }

    private final CommonOptions common = new CommonOptions(StatsFormat.TABLE, "table|json|jsonl|prometheus");
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
            .parameterConsumer(StatsCommand::consumeSeconds)
            .description(
                    "Show rates, shares, marks and occupancy every SECS seconds (default: 1), until interrupted. With -o jsonl: a "
                            + "record a line.")
            .build();
    private final OptionSpec count = OptionSpec.builder("--count")
            .paramLabel("N")
            .type(Long.class)
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
        boolean given = !arguments.isEmpty() && arguments.peek().matches("\\d{1,18}(\\.\\d{1,9})?");
        argument.setValue(given ? Double.parseDouble(arguments.pop()) : 1.0);
    }

    @Override
    public Integer call() throws Exception {
        validate();
        return Netns.call(common.namespace(), this::show);
    }

    private void validate() {
        if (isWatching() && (seconds() < MIN_SECONDS || seconds() > MAX_SECONDS) || count() < 1) {
            throw UserError.usage(
                    "--watch or --count is out of range",
                    "--watch is " + MIN_SECONDS + " to " + (long) MAX_SECONDS + " seconds, --count at least 1");
        }
        if (!isWatching() && count.getValue() != null) {
            throw UserError.usage("--count requires --watch", "write for example --watch 1 --count 10");
        }
        if (isWatching() && (common.format() == StatsFormat.JSON || isForPrometheus())) {
            throw UserError.usage(
                    "--watch gives many records, " + common.format().name().toLowerCase(Locale.ROOT) + " is one",
                    isForPrometheus()
                            ? "'mqecn exporter' serves the newest one to Prometheus"
                            : "use -o jsonl: a record a line");
        }
        if (!isWatching() && common.format() == StatsFormat.JSONL) {
            throw UserError.usage("-o jsonl requires --watch", "use -o json, or add --watch");
        }
    }

    private boolean isWatching() {
        return seconds.getValue() != null;
    }

    private boolean isForPrometheus() {
        return common.format() == StatsFormat.PROMETHEUS;
    }

    private double seconds() {
        return seconds.<Double>getValue();
    }

    private long count() {
        return count.getValue() == null ? Long.MAX_VALUE : count.<Long>getValue();
    }

    private int show() throws Exception {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            if (isForPrometheus()) {
                printMetrics(device.<String>getValue().isEmpty() ? reader.readPorts() : readPorts(reader));
                return ExitCode.SUCCESS;
            }
            if (!isWatching()) {
                new StatsView(spec.commandLine().getOut(), common.format() == StatsFormat.JSON)
                        .print(readPorts(reader));
                return ExitCode.SUCCESS;
            }
            ActivitySampler sampler = new ActivitySampler(() -> readPorts(reader));
            if (common.format() == StatsFormat.JSONL) {
                watch(sampler, this::printRecords);
            } else {
                watchTable(sampler);
            }
        }
        return ExitCode.SUCCESS;
    }

    /** A machine without ports has metrics, too: ports come and go. */
    private void printMetrics(List<Port> ports) {
        spec.commandLine()
                .getOut()
                .print(PrometheusText.of(
                        ports, LocalMachine.current().versions().get("mqecn")));
    }

    /** Prints an interval. */
    private interface IntervalPrinter {
        void print(ActivitySample interval) throws IOException;
    }

    private void watch(ActivitySampler sampler, IntervalPrinter printer) throws IOException {
        long period = Math.round(seconds() * NANOS_PER_SECOND);
        long next = sampler.lastReading() + period;
        PrintWriter out = spec.commandLine().getOut();
        for (long i = 0; i < count() && !out.checkError(); i++, next += period) {
            Sleep.until(next);
            printer.print(sampler.sample());
        }
    }

    private void printRecords(ActivitySample interval) throws IOException {
        for (PortActivity port : interval.ports()) {
            StatsView.printJsonLine(spec.commandLine().getOut(), interval.time(), interval.elapsedNanos(), port);
        }
    }

    /** Shows frames in place on a terminal, otherwise one after the other. */
    private void watchTable(ActivitySampler sampler) throws IOException {
        Map<String, String> environment = System.getenv();
        CommandRunner runner = new CommandRunner();
        PrintWriter out = spec.commandLine().getOut();
        if (Terminal.outputSize(runner, environment).isEmpty()) {
            int width = Terminal.columns(environment);
            watch(sampler, interval -> {
                lines(interval, width, TextStyle.PLAIN).forEach(out::println);
                out.println();
                out.flush();
            });
            return;
        }
        TextStyle style = Terminal.allowsColour(environment) ? TextStyle.COLOURED : TextStyle.PLAIN;
        try (FrameScreen screen = new FrameScreen(out)) {
            ShutdownHook close = new ShutdownHook(screen::close);
            watch(sampler, interval -> Terminal.outputSize(runner, environment)
                    .ifPresent(size -> screen.show(lines(interval, size.columns(), style), size.rows())));
            close.cancel();
        }
    }

    private static List<String> lines(ActivitySample interval, int width, TextStyle style) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%tT  over %.3f s",
                interval.time().atZone(ZoneId.systemDefault()),
                interval.elapsedNanos() / NANOS_PER_SECOND));
        lines.addAll(new ActivityView(width, style).lines(interval.ports()));
        return lines;
    }

    private List<Port> readPorts(RtnetlinkReader reader) {
        return PortSelection.read(reader, Optional.of(device.<String>getValue()).filter(name -> !name.isEmpty()));
    }
}

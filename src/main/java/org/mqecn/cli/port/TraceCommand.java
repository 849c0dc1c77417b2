// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.host.ShutdownHook;
import org.mqecn.host.Sleep;
import org.mqecn.monitor.FlowFilter;
import org.mqecn.monitor.PacketAssembler;
import org.mqecn.monitor.TraceEvent;
import org.mqecn.monitor.TraceInstance;
import org.mqecn.monitor.TracedPacket;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows single packets. */
@Command(
        name = "trace",
        sortOptions = false,
        description = {
            "Show how a dwrr port classifies, admits, marks, schedules and shapes single packets, until interrupted or as many "
                    + "as --packets says have left it or were dropped.",
            "",
            "It reads the kernel's tracepoints dwrr:*, and needs root and tracefs. Events that are not read in time are lost, "
                    + "and counted. With -o pcapng, Wireshark shows the decisions as comments of the packets.%n"
        },
        footer = {"", "Example: mqecn trace eth1 --queue 1 --flow dport=80 --packets 100"})
public final class TraceCommand implements Callable<Integer> {
    private static final List<Path> TRACEFS =
            List.of(Path.of("/sys/kernel/tracing"), Path.of("/sys/kernel/debug/tracing"));
    private static final Path PROCESSES = Path.of("/proc");
    private static final long POLL_NS = 10_000_000;

    /** Formats of a trace. */
    enum TraceFormat {
        TEXT,
        JSON,
        PCAPNG
    }

    @Parameters(paramLabel = "DEV", arity = "0..1", description = "Network device with a dwrr port.")
    private String device = "";

    @Option(names = "--queue", paramLabel = "N", description = "Packets of this queue only, from 0.")
    private Integer queue;

    @Option(
            names = "--flow",
            paramLabel = "KEY=VALUE,…",
            description = "Packets with these headers only: src, dst, sport, dport, proto (tcp, udp or a number).")
    private String flow = "";

    @Option(names = "--packets", paramLabel = "N", description = "Stop after N packets (default: ${DEFAULT-VALUE}).")
    private long packets = 1000;

    @Option(names = "--for", paramLabel = "TIME", description = "Stop after this time, too: 500ms, 10s.")
    private String time = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write to a new file instead; required with -o pcapng.")
    private Path file;

    @Option(names = "--clean", description = "Remove what traces that were killed left in the kernel.")
    private boolean clean;

    private final CommonOptions common = new CommonOptions(TraceFormat.TEXT, "text|json|pcapng");

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        if (clean) {
            return clean();
        }
        validate();
        Optional<Duration> limit =
                time.isEmpty() ? Optional.empty() : Optional.of(DurationOption.parsePositive("--for", time));
        FlowFilter filter = FlowFilter.parse(flow);
        String events = Netns.call(common.namespace(), this::kernelFilter);
        try (OutputStream stream = file == null ? OutputStream.nullOutputStream() : create()) {
            record(events, filter, limit, output(stream));
        }
        return ExitCode.SUCCESS;
    }

    private int clean() {
        List<String> removed = TraceInstance.removeLeft(TraceInstance.find(TRACEFS), PROCESSES);
        removed.forEach(name -> spec.commandLine().getOut().println("removed " + name));
        return removed.isEmpty() ? ExitCode.UNCHANGED : ExitCode.SUCCESS;
    }

    private void validate() {
        if (device.isEmpty()) {
            throw UserError.usage("missing DEV", "name a device with a port: 'mqecn get' lists them");
        }
        if (packets < 1 || queue != null && queue < 0) {
            throw UserError.usage("--packets or --queue is out of range", "--packets is at least 1, queues begin at 0");
        }
        if (common.format() == TraceFormat.PCAPNG && file == null) {
            throw UserError.usage("-o pcapng needs --out", "write for example --out eth1.pcapng");
        }
    }

    /** The events of the port's device. Numbers of devices are unique in their namespace only. */
    private String kernelFilter() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            Port port = PortSelection.read(
                            reader, Optional.of(device), each -> each.config().kind() == QdiscKind.DWRR)
                    .get(0);
            int queues = port.config().queues().size();
            if (queue != null && queue >= queues) {
                throw new UserError(device + " has no queue " + queue, "its queues are 0 to " + (queues - 1));
            }
            return "netns == " + Netns.currentInode() + " && ifindex == "
                    + reader.readLink(device).index() + (queue == null ? "" : " && queue == " + queue);
        }
    }

    /** @param stream to the file, if one was named */
    private TraceOutput output(OutputStream stream) {
        if (common.format() == TraceFormat.PCAPNG) {
            try {
                return new TraceOutput.Pcapng(stream, device);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
        Writer out =
                file == null ? spec.commandLine().getOut() : new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        return common.format() == TraceFormat.JSON ? new TraceOutput.Json(out) : new TraceOutput.Text(out);
    }

    /** A step that writes packets. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void toOutput(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private UserError cannotWrite(IOException e) {
        return new UserError(
                "cannot write all packets to " + file + ": " + IoErrors.reason(e),
                "check the free space of its file system");
    }

    private OutputStream create() {
        try {
            return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(file + " exists", "name another file, or delete it");
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + IoErrors.describe(e), "");
        }
    }

    private void record(String events, FlowFilter filter, Optional<Duration> limit, TraceOutput output)
            throws IOException {
        PacketAssembler assembler = new PacketAssembler();
        long end = limit.map(each -> System.nanoTime() + each.toNanos()).orElse(Long.MAX_VALUE);
        TraceInstance instance = TraceInstance.open(
                TraceInstance.find(TRACEFS), ProcessHandle.current().pid(), events);
        ShutdownHook onInterrupt = new ShutdownHook(() -> finish(instance, output));
        try {
            for (long left = packets; left > 0 && System.nanoTime() < end; ) {
                left -= write(instance.read(), left, filter, assembler, output);
                if (left > 0) {
                    Sleep.until(Math.min(end, System.nanoTime() + POLL_NS));
                }
            }
            warnOfLost(instance);
            toOutput(output::finish);
        } finally {
            if (onInterrupt.cancel()) {
                instance.close();
            }
        }
    }

    /** Writes at most that many packets, and returns how many it wrote. */
    private long write(
            List<String> lines, long most, FlowFilter filter, PacketAssembler assembler, TraceOutput output) {
        long written = 0;
        for (String line : lines) {
            Optional<TracedPacket> packet =
                    TraceEvent.parse(line).flatMap(assembler::accept).filter(each -> filter.selects(each.headers()));
            if (packet.isPresent() && written < most) {
                toOutput(() -> output.write(packet.get()));
                written++;
            }
        }
        return written;
    }

    private void warnOfLost(TraceInstance instance) throws IOException {
        long lost = instance.lost();
        if (lost > 0) {
            Messages.printWarning(
                    spec.commandLine(), lost + " events were lost: trace one queue or flow, or less traffic");
        }
    }

    /** After Ctrl-C: what was traced so far is written. */
    private void finish(TraceInstance instance, TraceOutput output) {
        instance.close();
        toOutput(output::finish);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.io.IOException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.view.FrameScreen;
import org.mqecn.cli.view.TextStyle;
import org.mqecn.cli.view.TopState;
import org.mqecn.cli.view.TopView;
import org.mqecn.host.ShutdownHook;
import org.mqecn.host.Terminal;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.PortActivity;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description = {
            "Show the queues of all ports, live: rate, share against weight, marks, occupancy against K, drops.",
            "",
            "Keys sort, filter and pause; the last line of the screen names them. For programs and files: 'mqecn stats --watch'.%n"
        })
public final class TopCommand implements Callable<Integer> {
    private static final long MILLISECOND = 1_000_000;
    private static final int MIN_COLUMNS = 40;
    private static final int MIN_ROWS = 6;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "Time between two frames (default: ${DEFAULT-VALUE}).")
    private String interval = "1s";

    @Option(
            names = {"-n", "--netns"},
            paramLabel = "NETNS",
            description = "Network namespace whose ports are shown.")
    private String namespace = "";

    @Mixin
    private HelpOption help;

    private TopState state = TopState.INITIAL;

    @Override
    public Integer call() throws IOException {
        long period = DurationOption.parsePositive("--interval", interval).toNanos();
        try (org.jline.terminal.Terminal terminal = openTerminal();
                RtnetlinkReader reader = Netns.call(namespace, RtnetlinkReader::new);
                FrameScreen screen = new FrameScreen(terminal.writer())) {
            Attributes before = terminal.enterRawMode();
            deliverCtrlCAsKey(terminal);
            ShutdownHook restoration = new ShutdownHook(screen::close);
            watch(terminal, reader, screen, period);
            restoration.cancel();
            terminal.setAttributes(before);
        }
        return ExitCode.SUCCESS;
    }

    private static void deliverCtrlCAsKey(org.jline.terminal.Terminal terminal) {
        Attributes attributes = terminal.getAttributes();
        attributes.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(attributes);
    }

    private static org.jline.terminal.Terminal openTerminal() throws IOException {
        try {
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .signalHandler(org.jline.terminal.Terminal.SignalHandler.SIG_DFL)
                    .build();
        } catch (IOException | IllegalStateException e) {
            throw new UserError(
                    "top needs a terminal for its screen and its keys",
                    "'mqecn stats --watch' shows the same without one, also to a file");
        }
    }

    private void watch(org.jline.terminal.Terminal terminal, RtnetlinkReader reader, FrameScreen screen, long period)
            throws IOException {
        List<Port> before = reader.readPorts();
        long then = System.nanoTime();
        List<PortActivity> shown = activity(before, before, 1);
        LocalTime time = LocalTime.now();
        show(terminal, screen, time, shown);
        while (!state.quit()) {
            if (readKey(terminal.reader(), then + period)) {
                show(terminal, screen, time, shown);
            }
            long now = System.nanoTime();
            if (now - then >= period) {
                List<Port> ports = reader.readPorts();
                if (!state.paused()) {
                    shown = activity(before, ports, now - then);
                    time = LocalTime.now();
                }
                before = ports;
                then = now;
                show(terminal, screen, time, shown);
            }
        }
    }

    private static List<PortActivity> activity(List<Port> before, List<Port> ports, long elapsedNanos) {
        return ports.stream()
                .map(port -> PortActivity.between(before, port, elapsedNanos))
                .toList();
    }

    /**
     * Waits for a key.
     *
     * @return whether there was one before the time
     */
    private boolean readKey(NonBlockingReader keys, long until) throws IOException {
        long wait = Math.max(1, (until - System.nanoTime()) / MILLISECOND);
        int key = keys.read(wait);
        if (key == NonBlockingReader.EOF) {
            state = state.press('q');
        } else if (key != NonBlockingReader.READ_EXPIRED) {
            state = state.press(key);
        }
        return key != NonBlockingReader.READ_EXPIRED;
    }

    private void show(
            org.jline.terminal.Terminal terminal, FrameScreen screen, LocalTime time, List<PortActivity> ports) {
        Size size = terminal.getSize();
        int columns = Math.max(MIN_COLUMNS, size.getColumns());
        int rows = Math.max(MIN_ROWS, size.getRows());
        TextStyle style = Terminal.allowsColour(System.getenv()) ? TextStyle.COLOURED : TextStyle.PLAIN;
        screen.show(
                new TopView(columns, rows, style)
                        .lines(time.truncatedTo(ChronoUnit.SECONDS).toString(), ports, state),
                rows);
    }
}

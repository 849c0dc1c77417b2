// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.operations;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.mqecn.cli.common.DurationOption;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.NamespaceOption;
import org.mqecn.cli.view.FrameScreen;
import org.mqecn.cli.view.TextStyle;
import org.mqecn.cli.view.TopState;
import org.mqecn.cli.view.TopView;
import org.mqecn.host.ShutdownHook;
import org.mqecn.host.Terminal;
import org.mqecn.monitor.ActivitySample;
import org.mqecn.monitor.ActivitySampler;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
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

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private HelpOption help;

    private TopState state = TopState.INITIAL;

    @Override
    public Integer call() throws IOException {
        long period = DurationOption.parsePositive("--interval", interval).toNanos();
        try (org.jline.terminal.Terminal terminal = openTerminal();
                RtnetlinkReader reader = Netns.call(namespace.get(), RtnetlinkReader::new);
                FrameScreen screen = new FrameScreen(terminal.writer())) {
            Attributes before = terminal.enterRawMode();
            deliverCtrlCAsKey(terminal);
            ShutdownHook restoration = new ShutdownHook(() -> restore(terminal, before, screen));
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

    /** A signal ends the process without the end of {@link #call}. */
    private static void restore(org.jline.terminal.Terminal terminal, Attributes before, FrameScreen screen) {
        screen.close();
        terminal.setAttributes(before);
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
        ActivitySampler sampler = new ActivitySampler(reader::readPorts);
        ActivitySample shown = sampler.first();
        show(terminal, screen, shown);
        while (!state.quit()) {
            if (readKey(terminal.reader(), sampler.lastReading() + period)) {
                show(terminal, screen, shown);
            }
            if (System.nanoTime() - sampler.lastReading() >= period) {
                ActivitySample sample = sampler.sample();
                shown = state.paused() ? shown : sample;
                show(terminal, screen, shown);
            }
        }
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

    private void show(org.jline.terminal.Terminal terminal, FrameScreen screen, ActivitySample sample) {
        Size size = terminal.getSize();
        int columns = Math.max(MIN_COLUMNS, size.getColumns());
        int rows = Math.max(MIN_ROWS, size.getRows());
        TextStyle style = Terminal.allowsColour(System.getenv()) ? TextStyle.COLOURED : TextStyle.PLAIN;
        String time = String.format(Locale.ROOT, "%tT", sample.time().atZone(ZoneId.systemDefault()));
        screen.show(new TopView(columns, rows, style).lines(time, sample.ports(), state), rows);
    }
}

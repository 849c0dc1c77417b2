// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.UserError;

/** The controlling terminal. */
public final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final String CONTROLLING_TERMINAL = "/dev/tty";
    private static final String DUMB = "dumb";

    private Terminal() {}

    /** Whether standard input and output are a terminal. */
    public static boolean isInteractive() {
        return System.console() != null;
    }

    /** Returns the size of the terminal that standard output is; empty if it is none, or one that cannot move its cursor. */
    public static Optional<TerminalSize> outputSize(CommandRunner runner, Map<String, String> environment) {
        if (environment.getOrDefault("TERM", DUMB).equals(DUMB)) {
            return Optional.empty();
        }
        try {
            String device = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            if (!device.startsWith("/dev/")) {
                return Optional.empty();
            }
            CommandResult size = runner.capture(List.of("stty", "-F", device, "size"));
            return size.succeeded() ? Optional.of(TerminalSize.parse(size.output())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the number of columns for output that is no terminal: $COLUMNS, or 80. */
    public static int columns(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : TerminalSize.USUAL.columns();
    }

    /** Whether colours are welcome on a terminal (https://no-color.org). */
    public static boolean allowsColour(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /**
     * Runs a task with the terminal in raw mode without echo. Restores the terminal afterwards, also when this process is
     * terminated.
     */
    public static void runInRawMode(CommandRunner runner, Runnable work) {
        String before = stty(runner, "-g");
        ShutdownHook restoration = new ShutdownHook(() -> stty(runner, before));
        try {
            stty(runner, "raw", "-echo");
            work.run();
        } finally {
            stty(runner, before);
        }
        restoration.cancel();
    }

    private static String stty(CommandRunner runner, String... words) {
        List<String> command = new ArrayList<>(List.of("stty", "-F", CONTROLLING_TERMINAL));
        command.addAll(List.of(words));
        CommandResult result = runner.capture(command);
        if (!result.succeeded()) {
            throw new UserError("cannot set the terminal: " + result.errors().strip(), "");
        }
        return result.output().strip();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.value.UserError;

/** The controlling terminal. */
public final class Terminal {
    private static final List<String> STTY = List.of("stty", "-F", "/dev/tty");

    private Terminal() {}

    /** Whether standard input and output are a terminal. */
    public static boolean isInteractive() {
        return System.console() != null;
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
        List<String> command = new ArrayList<>(STTY);
        command.addAll(List.of(words));
        CommandResult result = runner.capture(command);
        if (!result.succeeded()) {
            throw new UserError("cannot set the terminal: " + result.errors().strip(), "");
        }
        return result.output().strip();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.value.UserError;

/** The terminal at which a person types. */
public final class Terminal {
    private static final List<String> STTY = List.of("stty", "-F", "/dev/tty");

    private Terminal() {}

    /** Whether input and output of this process are one. */
    public static boolean isInteractive() {
        return System.console() != null;
    }

    /**
     * Does something while every key goes to whoever reads, and none is shown. Then the terminal is put back, even
     * where this process is told to end.
     */
    public static void runInRawMode(CommandRunner runner, Runnable work) {
        String before = stty(runner, "-g");
        Thread atEnd = new Thread(() -> stty(runner, before));
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            stty(runner, "raw", "-echo");
            work.run();
        } finally {
            stty(runner, before);
        }
        Runtime.getRuntime().removeShutdownHook(atEnd);
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;

/** The result of a command: exit status (128 + n if signal n ended it), standard output and standard error. */
public record CommandResult(int exitStatus, String output, String errors) {
    /** Exit status of a shell if there is no such program. */
    public static final int NOT_FOUND = 127;
    /** Exit status of a shell if the program cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;

    private static final String WARNING = "Warning: ";

    public static CommandResult notFound(String program) {
        return new CommandResult(NOT_FOUND, "", program + ": no such program\n");
    }

    public static CommandResult notExecutable(String program) {
        return new CommandResult(NOT_EXECUTABLE, "", program + ": permission denied\n");
    }

    public boolean succeeded() {
        return exitStatus == 0;
    }

    /** The kernel's warnings that ip and tc print, a sentence each. */
    public List<String> warnings() {
        return errors.lines()
                .filter(line -> line.startsWith(WARNING))
                .map(line -> line.substring(WARNING.length()).replaceFirst("\\.$", ""))
                .distinct()
                .toList();
    }
}

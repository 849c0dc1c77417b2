// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.mqecn.value.UserError;

/**
 * One shell that runs many commands, each when it is told to. A process that a JVM starts costs several times what one
 * of a small shell costs; where there are hundreds, that is most of the time.
 *
 * <p>What it is told is the line that a person would type. What the command says comes back up to a line that no
 * command says, with the exit status in it. It ends with its input, so that it does not outlive this process by more
 * than the command that it is at.
 */
public final class PersistentShell implements Function<Command, CommandResult>, AutoCloseable {
    private static final String END_MARKER = "\u0001end of command ";

    private final Process process;
    private final OutputStream input;
    private final BufferedReader output;

    /** Starts it in a folder. */
    public PersistentShell(Path folder) {
        try {
            process = new ProcessBuilder("sh")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UserError("cannot run sh: " + e.getMessage(), "put it on the PATH");
        }
        input = process.getOutputStream();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a command to its end; what it writes to either stream counts as what it says. */
    @Override
    public CommandResult apply(Command command) {
        String in = command.input().isEmpty() ? "</dev/null " : "";
        String line = in + command.shellLine() + "\nprintf '\\n" + END_MARKER + "%s\\n' $?\n";
        try {
            input.write(line.getBytes(StandardCharsets.UTF_8));
            input.flush();
            return readResult();
        } catch (IOException e) {
            throw new UserError("the shell that runs commands ended at '" + command.shellLine() + "'", "");
        }
    }

    private CommandResult readResult() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(END_MARKER)) {
                return new CommandResult(
                        Integer.parseInt(line.substring(END_MARKER.length())),
                        "",
                        said.toString().stripTrailing());
            }
            said.append(line).append('\n');
        }
        throw new IOException("end of output");
    }

    @Override
    public void close() {
        try {
            input.close();
            process.waitFor();
        } catch (IOException e) {
            // It has ended by itself: there is nothing to close.
            return;
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }
}

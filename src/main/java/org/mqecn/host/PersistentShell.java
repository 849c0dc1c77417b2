// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * One shell that runs many commands on request. Starting a process from a small shell is several times cheaper than from a
 * JVM, which matters for hundreds of commands.
 *
 * <p>The shell reads command lines from its standard input. After each command it prints an end marker with the exit
 * status. It ends with its input, so it does not outlive this process by more than the current command.
 */
public final class PersistentShell implements Function<Command, CommandResult>, AutoCloseable {
    private static final String END_MARKER = "\u0001end of command ";

    private final Process process;
    private final OutputStream input;
    private final BufferedReader output;

    /** Starts the shell in a folder. */
    public PersistentShell(Path folder) {
        try {
            process = new ProcessBuilder("sh")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UserError("cannot run sh: " + IoErrors.reason(e), "put it on the PATH");
        }
        input = process.getOutputStream();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a command; the result has both of its streams as errors. */
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
        StringBuilder errors = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(END_MARKER)) {
                return new CommandResult(
                        Integer.parseInt(line.substring(END_MARKER.length())),
                        "",
                        errors.toString().stripTrailing());
            }
            errors.append(line).append('\n');
        }
        throw new IOException("end of output");
    }

    @Override
    public void close() {
        try {
            input.close();
            process.waitFor();
        } catch (IOException e) {
            // The shell has already ended.
            return;
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }
}

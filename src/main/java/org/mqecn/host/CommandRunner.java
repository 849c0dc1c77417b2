// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;
import org.apache.commons.exec.ShutdownHookProcessDestroyer;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Runs other programs. A command is a list of words, never a line for a shell. A command that is still running when this
 * JVM ends is destroyed with it.
 */
public final class CommandRunner {
    /** Exit status of a command that exceeded its time limit, as with timeout(1). */
    public static final int TIMED_OUT = 124;

    /**
     * Runs a short command and captures its output.
     *
     * @throws UserError if there is no such program
     */
    public CommandResult capture(List<String> command) {
        return capture(Command.of(command), Path.of(""));
    }

    /**
     * Runs a short command in a folder, with its input, and captures its output.
     *
     * @throws UserError if there is no such program
     */
    public CommandResult capture(Command command, Path folder) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        InputStream input = new ByteArrayInputStream(command.input().getBytes(StandardCharsets.UTF_8));
        int status = stream(
                command.words(),
                System.getenv(),
                folder,
                input,
                output,
                errors,
                ExecuteWatchdog.INFINITE_TIMEOUT_DURATION);
        return new CommandResult(
                status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs a command with the standard streams of this process.
     *
     * @return its exit status
     * @throws UserError if there is no such program
     */
    public int runAttached(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw programNotFound(command, e);
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }

    /**
     * Runs a command without input and output. No stream is read, so nothing waits for a child that keeps one open.
     *
     * @param limit wall time after which the command and its children are destroyed
     * @return its exit status, or {@link #TIMED_OUT}
     * @throws UserError if there is no such program
     */
    public int runSilently(List<String> command, Duration limit) {
        Process process = startSilently(command);
        ShutdownHook hook = new ShutdownHook(() -> destroy(process));
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : TIMED_OUT;
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        } finally {
            hook.cancel();
            destroy(process);
        }
    }

    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Process startSilently(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw programNotFound(command, e);
        }
    }

    private static UserError programNotFound(List<String> command, IOException e) {
        String program = command.get(0);
        return Programs.isInstalled(program)
                ? new UserError("cannot run " + program + ": " + IoErrors.reason(e), "")
                : Programs.missing(List.of(program), "");
    }

    /**
     * Runs a command with an environment and working folder and forwards its streams while it runs.
     *
     * @param limit wall time after which the command is destroyed
     * @return its exit status, or {@link #TIMED_OUT}
     * @throws UserError if there is no such program
     */
    public int stream(
            List<String> command,
            Map<String, String> environment,
            Path folder,
            InputStream input,
            OutputStream output,
            OutputStream errors,
            Duration limit) {
        ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(limit).get();
        DefaultExecutor executor = DefaultExecutor.builder()
                .setWorkingDirectory(folder.toAbsolutePath().toFile())
                .setExecuteStreamHandler(new PumpStreamHandler(output, errors, input))
                .get();
        executor.setExitValues(null);
        executor.setWatchdog(watchdog);
        executor.setProcessDestroyer(new ShutdownHookProcessDestroyer());
        CommandLine line = new CommandLine(command.get(0));
        command.stream().skip(1).forEach(word -> line.addArgument(word, false));
        try {
            int status = executor.execute(line, environment);
            return watchdog.killedProcess() ? TIMED_OUT : status;
        } catch (ExecuteException e) {
            return watchdog.killedProcess() ? TIMED_OUT : e.getExitValue();
        } catch (IOException e) {
            throw programNotFound(command, e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * A guest that runs one command: a separate kernel with read access to the host's files and with mqecn's modules, either
 * User-Mode Linux in virtual time or a distribution's kernel under QEMU. Any number of guests may run concurrently.
 *
 * <p>The command runs as root, with {@code mqecn} on its path, and sees
 * <ul>
 *   <li>the host's files; changes to them are visible in the guest only and are lost with it;
 *   <li>the current folder of the host, read-only;
 *   <li>{@code $OUT}, which is {@code /out}: a folder of the host.
 * </ul>
 */
public final class Guest {
    /** Exit status of a command that exceeded its time limit. */
    public static final int TIMED_OUT = CommandRunner.TIMED_OUT;
    /** Exit status of a command whose standard output was closed: 128 + SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    /** User-Mode Linux prints modules and registers before it panics. */
    private static final Pattern CRASH = Pattern.compile("Modules linked in:|Kernel panic");

    private static final int POLL_MS = 20;
    private static final int LAST_LINES = 15;

    private final GuestKernel kernel;
    private final GuestPrograms programs;
    private final ModuleBuilder.BuiltModules builtModules;
    private final LocalMachine host;

    Guest(GuestKernel kernel, GuestPrograms programs, ModuleBuilder.BuiltModules builtModules, LocalMachine host) {
        this.kernel = kernel;
        this.programs = programs;
        this.builtModules = builtModules;
        this.host = host;
    }

    /** Identifies the builds of kernel and modules, without those of schemes that users added. */
    public String buildId() {
        return builtModules.id();
    }

    /**
     * The end of a guest.
     *
     * @param exitStatus of the command, as in a shell; {@link #TIMED_OUT} if it exceeded its limit
     * @param reports of the debug kernel: bugs, warnings and leaks, except the known ones
     */
    public record GuestExit(int exitStatus, List<String> reports) {}

    /**
     * Runs a command in a new guest and captures its output.
     *
     * @throws UserError if the guest ends before the command, or if the debug kernel has reports
     */
    public GuestResult run(GuestSpec spec) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        GuestExit guestExit = run(spec, output, errors);
        if (!guestExit.reports().isEmpty()) {
            throw new UserError("the guest's kernel reports:\n" + String.join("\n", guestExit.reports()), "");
        }
        return new GuestResult(
                guestExit.exitStatus(),
                output.toString(StandardCharsets.UTF_8),
                errors.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs a command in a new guest and forwards its output while it runs.
     *
     * @throws UserError if the guest ends before the command
     */
    public GuestExit run(GuestSpec spec, OutputStream output, OutputStream errors) {
        try (GuestRunFolder run = new GuestRunFolder();
                GuestCommandLine commandLine = kernel.commandLine(spec, programs, run)) {
            new GuestInput(spec, kernel, builtModules, programs, host).writeTo(run);
            int ended = boot(run, commandLine, spec.limit(), output, errors);
            Optional<Integer> status = run.exitStatus();
            if (status.isEmpty() && ended != BROKEN_PIPE && (ended != TIMED_OUT || !run.hasBooted())) {
                run.keep();
                throw crashError(run, ended == TIMED_OUT);
            }
            return new GuestExit(status.orElse(ended), kernel.reportsBugs() ? readReports(run) : List.of());
        } catch (IOException e) {
            throw new UserError("cannot run a guest: " + IoErrors.describe(e), "");
        }
    }

    /** Runs the guest; it ends with the calling thread. */
    private int boot(
            GuestRunFolder run, GuestCommandLine line, Duration limit, OutputStream output, OutputStream errors)
            throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean broken = new AtomicBoolean();
        Thread guest = Thread.currentThread();
        try (OutputFollower out = new OutputFollower(run.file("stdout"), output);
                OutputFollower err = new OutputFollower(run.file("stderr"), errors);
                OutputStream log = Files.newOutputStream(run.kernelLog())) {
            Thread reader = new Thread(
                    () -> {
                        if (!copyOutput(out, err, ended)) {
                            broken.set(true);
                            guest.interrupt();
                        }
                    },
                    "guest output");
            reader.start();
            int status = new CommandRunner()
                    .stream(
                            line.arguments(),
                            line.environment(),
                            run.path(),
                            InputStream.nullInputStream(),
                            log,
                            log,
                            limit);
            ended.set(true);
            join(reader);
            return broken.get() ? BROKEN_PIPE : status;
        }
    }

    /** Forwards output until the guest has ended; false if the output was closed. */
    private static boolean copyOutput(OutputFollower out, OutputFollower err, AtomicBoolean ended) {
        try {
            boolean last;
            do {
                last = ended.get();
                out.copyNewOutput();
                err.copyNewOutput();
                Thread.sleep(last ? 0 : POLL_MS);
            } while (!last);
            return true;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** An error with the kernel's panic message and the registers before it, or else with the last lines of its log. */
    private static UserError crashError(GuestRunFolder run, boolean timedOut) throws IOException {
        List<String> log = run.kernelLogLines();
        int from = IntStream.range(0, log.size())
                .filter(i -> CRASH.matcher(log.get(i)).find())
                .findFirst()
                .orElse(Math.max(0, log.size() - LAST_LINES));
        List<String> excerpt = log.subList(from, Math.min(log.size(), from + LAST_LINES));
        return new UserError(
                (timedOut ? "the guest did not boot in time" : "the guest ended before its command")
                        + "; kernel log:\n"
                        + String.join("\n", excerpt),
                "the kernel's log is in " + run.kernelLog());
    }

    private static List<String> readReports(GuestRunFolder run) throws IOException {
        List<String> lines = new ArrayList<>(run.kernelLogLines());
        lines.addAll(run.lines("kmemleak"));
        return KernelLogScanner.load().scan(lines);
    }
}

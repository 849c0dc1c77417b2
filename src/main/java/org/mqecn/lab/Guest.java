// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * A machine that exists while one command runs in it: a kernel of its own, in virtual time (or, where asked, in real
 * time), with the host's files to read and our module ready to load. Any number may run side by side.
 *
 * <p>The command runs as root, with {@code mqecn} on its path, and sees
 * <ul>
 *   <li>the host's files, to which its changes are its own and vanish with it;
 *   <li>the folder it was started in, which cannot be written to;
 *   <li>{@code $OUT}, which is {@code /out}: a folder of the host.
 * </ul>
 */
public final class Guest {
    /** Exit status of a command that was ended because its time was up. */
    public static final int TIMED_OUT = CommandRunner.TIMED_OUT;
    /** Exit status of a command whose standard output nobody reads any more: 128 + SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    private static final int POLL_MS = 20;
    private static final int LAST_LINES = 15;

    private final LabKernel labKernel;
    private final GuestPrograms programs;
    private final ModuleBuilder.BuiltModules builtModules;
    private final LocalMachine host;

    Guest(LabKernel labKernel, GuestPrograms programs, ModuleBuilder.BuiltModules builtModules, LocalMachine host) {
        this.labKernel = labKernel;
        this.programs = programs;
        this.builtModules = builtModules;
        this.host = host;
    }

    /** The kernel and the modules that it runs: another build has another name. */
    public String buildId() {
        return builtModules.folder().getFileName().toString();
    }

    /**
     * How it ended.
     *
     * @param exitStatus of the command, as a shell has it; {@link #TIMED_OUT} when its time was up
     * @param reports of the debug kernel: bugs, warnings and leaks, but for those it prints by itself
     */
    public record GuestExit(int exitStatus, List<String> reports) {}

    /**
     * Runs a command in a new guest and keeps what it printed.
     *
     * @throws UserError when the guest ends before the command does, or the debug kernel has something to report
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
     * Runs a command in a new guest and passes on what it prints, byte for byte, as it comes.
     *
     * @throws UserError when the guest ends before the command does
     */
    public GuestExit run(GuestSpec spec, OutputStream output, OutputStream errors) {
        try (GuestRunFolder run = new GuestRunFolder();
                PinnedCpu pinnedCpu = PinnedCpu.acquire(host, host.cache().resolve("lab/processors"))) {
            new GuestInput(spec, labKernel, builtModules, programs, host).writeTo(run);
            int ended = boot(run, new GuestCommandLine(labKernel, programs, spec, pinnedCpu), output, errors);
            Optional<Integer> status = run.exitStatus();
            if (status.isEmpty() && ended != TIMED_OUT && ended != BROKEN_PIPE) {
                run.keep();
                throw crashError(run);
            }
            return new GuestExit(status.orElse(ended), labKernel.debug() ? readReports(run) : List.of());
        } catch (IOException e) {
            throw new UserError("cannot run a guest: " + IoErrors.describe(e), "");
        }
    }

    /** Runs the guest to its end; the thread that calls is the one whose end would end the guest. */
    private int boot(GuestRunFolder run, GuestCommandLine line, OutputStream output, OutputStream errors)
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
                            line.spec().limit());
            ended.set(true);
            join(reader);
            return broken.get() ? BROKEN_PIPE : status;
        }
    }

    /** Passes output on until the guest has ended and all is read; false when nobody takes it. */
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

    /** With what the kernel said from its panic on, or else with its last words. */
    private static UserError crashError(GuestRunFolder run) throws IOException {
        List<String> log = run.kernelLogLines();
        int from = IntStream.range(0, log.size())
                .filter(i -> log.get(i).contains("Kernel panic"))
                .findFirst()
                .orElse(Math.max(0, log.size() - LAST_LINES));
        List<String> words = log.subList(from, Math.min(log.size(), from + LAST_LINES));
        return new UserError(
                "the guest ended before its command did; its kernel said\n" + String.join("\n", words),
                "the kernel's log is in " + run.kernelLog());
    }

    private static List<String> readReports(GuestRunFolder run) throws IOException {
        List<String> lines = new ArrayList<>(run.kernelLogLines());
        lines.addAll(run.lines("kmemleak"));
        return KernelLogScanner.load().scan(lines);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestSpec;
import org.mqecn.value.Bytes;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one command in a guest of its own. */
@Command(
        name = "exec",
        sortOptions = false,
        customSynopsis = "mqecn lab exec [--debug] [--real-time] [--memory SIZE] [--seed N] [--timeout S] [--out DIR] "
                + "-- COMMAND…",
        description = {
            "Run COMMAND as root in a fresh guest, in virtual time, in the current folder (read-only).",
            "Other changes to files are the guest's own; $OUT is a folder of the host. sch_dwrr is ready to load.",
            "Output and exit status are the command's; 124 when its time is up, 123 when the debug kernel "
                    + "reports a fault.%n"
        })
final class LabExecCommand implements Callable<Integer> {
    /** The debug kernel reported a fault. */
    static final int KERNEL_FAULT = 123;

    private static final long MIN_MEMORY = 512L << 20;

    @Option(names = "--debug", description = "Use the kernel that looks for faults while it runs; fail on any.")
    private boolean debug;

    @Option(
            names = "--real-time",
            description = {
                "Let time pass as on the host, for what never waits, such as a virtual machine. No run is "
                        + "then like another, and figures depend on how fast and how busy the host is."
            })
    private boolean realTime;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Main memory of the guest, 512m or more (default: 2g, with --debug 3g).")
    private String memory;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Runs with the same seed are the same to the byte (default: ${DEFAULT-VALUE}).")
    private long seed = GuestSpec.DEFAULT_SEED;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "Seconds of wall time after which the guest is ended (default: ${DEFAULT-VALUE}).")
    private long timeout = GuestSpec.DEFAULT_LIMIT.toSeconds();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder that is $OUT in the guest (default: the caller's $OUT, or else a new one).")
    private Path out = Optional.ofNullable(System.getenv("OUT")).map(Path::of).orElse(null);

    @Parameters(
            paramLabel = "COMMAND",
            arity = "1..*",
            description = "Program and arguments. Its input is this command's where that is a file.")
    private List<String> command;

    @Mixin
    private HelpOption help;

    private CommandSpec spec;

    /** Options after COMMAND are COMMAND's. */
    @Spec
    void spec(CommandSpec spec) {
        this.spec = spec;
        spec.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws IOException {
        if (timeout < 1) {
            throw UserError.usage("--timeout goes from 1 second on", "");
        }
        Guest guest = LabFactory.create(spec.commandLine()).prepareGuest(debug);
        Path results = out != null ? out : Files.createTempDirectory("mqecn-out-");
        GuestSpec run = GuestSpec.of(command, results)
                .withSeed(seed)
                .withLimit(Duration.ofSeconds(timeout))
                .withInput(input())
                .withClock(realTime ? GuestSpec.GuestClock.REAL : GuestSpec.GuestClock.VIRTUAL);
        Guest.GuestExit guestExit = guest.run(
                memory == null ? run : run.withMemory(memory()),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        if (out == null) {
            deleteIfEmpty(results);
        }
        return reportOutcome(guestExit);
    }

    private long memory() {
        long bytes = Bytes.parse(memory).bytes();
        if (bytes < MIN_MEMORY) {
            throw UserError.usage("--memory goes from 512m on, '" + memory + "' is less", "");
        }
        return bytes;
    }

    private int reportOutcome(Guest.GuestExit guestExit) {
        PrintWriter err = spec.commandLine().getErr();
        if (guestExit.exitStatus() == Guest.TIMED_OUT) {
            err.println("mqecn: the guest was ended after " + timeout + " s; --timeout gives it more");
        }
        if (guestExit.reports().isEmpty()) {
            return guestExit.exitStatus();
        }
        guestExit.reports().forEach(err::println);
        err.println("mqecn: the guest's kernel reports " + guestExit.reports().size() + " fault(s)");
        return KERNEL_FAULT;
    }

    /** A redirected file goes to the command; a pipe or terminal may never end, and does not. */
    private static Path input() throws IOException {
        Path input = Path.of("/proc/self/fd/0");
        return Files.isRegularFile(input) ? input.toRealPath() : Path.of("/dev/null");
    }

    private void deleteIfEmpty(Path results) throws IOException {
        try (var files = Files.list(results)) {
            if (files.findAny().isPresent()) {
                spec.commandLine().getErr().println("mqecn: results are in " + results);
                return;
            }
        }
        Files.delete(results);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.Messages;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.value.Bytes;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "exec",
        sortOptions = false,
        customSynopsis = "mqecn lab exec [OPTION…] -- COMMAND…%n",
        description = {
            "Run COMMAND as root in a new guest, in virtual time, in the current directory (read-only).",
            "File changes stay in the guest, except those in $OUT, a directory of the host. sch_dwrr and sch_eiffel can be loaded.",
            "With --guest qemu it is a virtual machine in real time, on any number of processors, with the unchanged kernel of a release of Debian.",
            "Output and exit status are those of the command; 124 if it timed out, 123 if the kernel reported a "
                    + "bug (User-Mode Linux: with --debug).%n"
        })
final class LabExecCommand implements Callable<Integer> {
    /** Exit status if the debug kernel reported a bug. */
    static final int KERNEL_REPORT = 123;

    private static final int MAX_PROCESSORS = 64;
    private static final long MIN_MEMORY = 512L << 20;

    @Mixin
    private GuestOption guestOption;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "Processors of the guest, with --guest qemu (default: 1).")
    private Integer processors;

    @Option(
            names = "--debug",
            description = "Use the debug kernel (KASAN, UBSAN, lockdep, kmemleak); fail on any report.")
    private boolean debug;

    @Option(
            names = "--real-time",
            description =
                    "Run in real time instead of virtual time (for nested virtual machines). Results then depend on the "
                            + "host's load.")
    private boolean realTime;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory of the guest, at least 512m (default: 2g, with --debug 3g).")
    private String memory;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Random seed; equal seeds give identical runs (default: " + GuestSpec.DEFAULT_SEED + ").")
    private Long seed;

    @Option(
            names = "--timeout",
            paramLabel = "SECS",
            description = "Wall-clock time limit in seconds (default: ${DEFAULT-VALUE}).")
    private long timeout = GuestSpec.DEFAULT_LIMIT.toSeconds();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory that is $OUT in the guest (default: $OUT of the caller, or a new directory).")
    private Path out = Optional.ofNullable(System.getenv("OUT")).map(Path::of).orElse(null);

    @Parameters(
            paramLabel = "COMMAND",
            arity = "1..*",
            description = "Program and arguments. Standard input is passed on if it is a file.")
    private List<String> command;

    @Mixin
    private HelpOption help;

    private CommandSpec spec;

    /** Options after COMMAND belong to COMMAND. */
    @Spec
    void spec(CommandSpec spec) {
        this.spec = spec;
        spec.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws IOException {
        if (timeout < 1) {
            throw UserError.usage("--timeout " + timeout + " is out of range", "it is at least 1 second");
        }
        requireSupportedOptions();
        Guest guest = prepareGuest(LabFactory.create(spec.commandLine()));
        Path results = out != null ? out : Files.createTempDirectory("mqecn-out-");
        GuestSpec run = GuestSpec.of(command, results)
                .withSeed(seed == null ? GuestSpec.DEFAULT_SEED : seed)
                .withProcessors(processors == null ? 1 : processors)
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

    /** A virtual machine runs on the host's clock; User-Mode Linux has one processor. */
    private void requireSupportedOptions() {
        if (guestOption.isQemu()) {
            if (debug || seed != null) {
                throw UserError.usage(
                        (debug ? "--debug" : "--seed") + " does not apply to a virtual machine in real time",
                        debug
                                ? "name the kernel: --guest qemu --kernel debug"
                                : "leave it out, or leave out --guest qemu");
            }
            if (processors != null && (processors < 1 || processors > MAX_PROCESSORS)) {
                throw UserError.usage("--cpus " + processors + " is out of range", "it is 1 to " + MAX_PROCESSORS);
            }
        } else if (processors != null && processors != 1) {
            throw UserError.usage("User-Mode Linux has one processor", "add --guest qemu");
        }
    }

    private Guest prepareGuest(Lab lab) {
        Optional<String> kernel = guestOption.machineKernel();
        return kernel.isPresent() ? lab.prepareMachine(kernel.get()) : lab.prepareGuest(debug);
    }

    private long memory() {
        long bytes = Bytes.parse(memory).bytes();
        if (bytes < MIN_MEMORY) {
            throw UserError.usage("--memory " + memory + " is out of range", "it is at least 512m");
        }
        return bytes;
    }

    private int reportOutcome(Guest.GuestExit guestExit) {
        CommandLine line = spec.commandLine();
        if (guestExit.exitStatus() == Guest.TIMED_OUT) {
            Messages.print(line, "guest terminated after " + timeout + " s (see --timeout)");
        }
        if (guestExit.reports().isEmpty()) {
            return guestExit.exitStatus();
        }
        guestExit.reports().forEach(line.getErr()::println);
        Messages.print(
                line, "the guest's kernel reported " + guestExit.reports().size() + " bug(s)");
        return KERNEL_REPORT;
    }

    /** Returns standard input if it is a file. A pipe or terminal is not passed on because it may never end. */
    private static Path input() throws IOException {
        Path input = Path.of("/proc/self/fd/0");
        return Files.isRegularFile(input) ? input.toRealPath() : Path.of("/dev/null");
    }

    private void deleteIfEmpty(Path results) throws IOException {
        try (var files = Files.list(results)) {
            if (files.findAny().isPresent()) {
                Messages.print(spec.commandLine(), "results are in " + results);
                return;
            }
        }
        Files.delete(results);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.Netns;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * A change of ports that is undone unless it is confirmed in time. A file has the ports before the change; a process
 * of its own session, or of its own systemd unit, waits and undoes the change if the file is still there. It survives the
 * terminal, the SSH connection and the process that made the change. Each change has a file of its own, so that the
 * process of a confirmed change never undoes a later one.
 */
public final class UnconfirmedChange {
    private static final String PREFIX = "unconfirmed-";
    private static final String LOG = "roll-back.log";
    /** Arguments: seconds, log, file, and the command that undoes the change. */
    private static final String WAIT_AND_UNDO =
            "exec </dev/null >>\"$2\" 2>&1; sleep \"$1\"; [ ! -e \"$3\" ] || { shift 3; exec \"$@\"; }";
    /** What mqecn needs of the environment, which systemd does not pass on. */
    private static final List<String> ENVIRONMENT =
            List.of("PATH", "JAVA_HOME", "MQECN_CACHE", "MQECN_JAVA_OPTIONS", "TC_LIB_DIR");

    private final ChangeContext context;
    private final Path file;

    private UnconfirmedChange(ChangeContext context, Path file) {
        this.context = context;
        this.file = file;
    }

    /** The change that waits for confirmation in this network namespace, if there is one. */
    private static Optional<UnconfirmedChange> find(ChangeContext context) {
        Path folder = PortApplier.runtimeFolder(context);
        try {
            return Files.isDirectory(folder)
                    ? FileTrees.list(folder).stream()
                            .filter(each -> each.getFileName().toString().startsWith(PREFIX))
                            .findFirst()
                            .map(each -> new UnconfirmedChange(context, each))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    /**
     * The change that waits for confirmation in this network namespace.
     *
     * @throws UserError if there is none
     */
    private static UnconfirmedChange require(ChangeContext context) {
        return find(context)
                .orElseThrow(() -> new UserError(
                        "no change waits for confirmation: it was confirmed already, or undone",
                        "'mqecn diff' compares the ports with their files"));
    }

    /** @throws UserError if a change waits for confirmation */
    static void requireNone(ChangeContext context) {
        find(context).ifPresent(change -> {
            throw new UserError(
                    "a change of " + change.devices() + " waits for confirmation",
                    "'mqecn confirm' confirms it, 'mqecn confirm --roll-back' undoes it");
        });
    }

    /**
     * Begins a change.
     *
     * @param time after which it is undone
     * @param before the ports that will be changed, as they are
     * @throws UserError if nothing would undo it
     */
    static UnconfirmedChange begin(ChangeContext context, Duration time, List<PortSpec> before) {
        Path folder = PortApplier.runtimeFolder(context);
        Path file = folder.resolve(PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".yaml");
        UnconfirmedChange change = new UnconfirmedChange(context, file);
        AtomicFile.writeAsRoot(file, PortFile.write(before));
        CommandResult result = context.runner().capture(Command.of(change.timer(time)), Path.of(""));
        if (!result.succeeded()) {
            change.confirm();
            throw new UserError(
                    "cannot start what would undo the change: "
                            + FailureRemedy.reason(result.errors(), result.exitStatus()),
                    "");
        }
        return change;
    }

    private List<String> timer(Duration time) {
        List<String> words = new ArrayList<>(hasSystemd() ? systemdRun() : List.of("setsid", "--fork"));
        words.addAll(List.of(
                "sh",
                "-c",
                WAIT_AND_UNDO,
                "sh",
                String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0),
                file.resolveSibling(LOG).toString(),
                file.toString(),
                context.machine().launcher().toString(),
                "confirm",
                "--roll-back"));
        if (!context.namespace().isEmpty()) {
            words.addAll(List.of("-n", context.namespace()));
        }
        return words;
    }

    /** Whether systemd can run the command: it starts processes in the first network namespace. */
    private boolean hasSystemd() {
        return Files.isDirectory(context.machine().root().resolve("run/systemd/system"))
                && (!context.namespace().isEmpty() || Netns.isInitial());
    }

    /** A process in a unit of its own: logind may kill those of a session that ends. */
    private static List<String> systemdRun() {
        return Stream.concat(
                        Stream.of(
                                "systemd-run",
                                "--quiet",
                                "--collect",
                                "--description=Undo a change of ports unless it is confirmed"),
                        ENVIRONMENT.stream()
                                .filter(name -> System.getenv(name) != null)
                                .map(name -> "--setenv=" + name + "=" + System.getenv(name)))
                .toList();
    }

    private List<PortSpec> before() {
        return PortFile.read(file).ports();
    }

    private String devices() {
        return before().stream().map(PortSpec::name).collect(Collectors.joining(", "));
    }

    /**
     * Confirms the change that waits for it.
     *
     * @throws UserError if there is none
     */
    public static ChangeOutcome confirm(ChangeContext context) {
        return PortApplier.withLock(context, () -> {
            UnconfirmedChange change = require(context);
            String devices = change.devices();
            if (!context.dryRun()) {
                change.confirm();
            }
            return new ChangeOutcome(true, "confirmed: " + devices, change.deletion(), List.of());
        });
    }

    /**
     * Undoes the change that waits for confirmation.
     *
     * @throws UserError if there is none, or if it cannot be undone
     */
    public static ChangeOutcome rollBack(ChangeContext context) {
        if (!context.dryRun()) {
            context.machine().requireNetAdmin("change ports");
        }
        return PortApplier.withLock(context, () -> {
            UnconfirmedChange change = require(context);
            List<PortSpec> before = change.before();
            String devices = change.devices();
            if (context.dryRun()) {
                return new PortApplier(context, before, true).plan();
            }
            List<String> failures = PortApplier.restore(context, before);
            if (!failures.isEmpty()) {
                throw new UserError(
                        "rollback was incomplete: " + String.join("; ", failures),
                        "'mqecn confirm --roll-back' tries again");
            }
            change.confirm();
            return new ChangeOutcome(true, "undone: " + devices, List.of(), List.of());
        });
    }

    private List<String> deletion() {
        return List.of(Command.of("rm", file.toString()).shellLine());
    }

    /** Ends the wait for confirmation. */
    void confirm() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserError("cannot delete " + file + ": " + IoErrors.reason(e), "delete it by hand");
        }
    }
}

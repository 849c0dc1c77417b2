// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.netlink.Netns;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * A change of ports that can still be undone: a file has the ports before it.
 *
 * <p>One that is undone unless it is confirmed in time has a process of its own session, or of its own systemd unit, which
 * waits and undoes the change if the file is still there. It survives the terminal, the SSH connection and the process that
 * made the change. Each such change has a file of its own, so that the process of a confirmed change never undoes a later
 * one.
 *
 * <p>Any other has a file until it is made. If that remains, its process was killed in the middle.
 */
public final class PendingChange {
    private static final String UNCONFIRMED = "unconfirmed-";
    private static final String INTERRUPTED = "interrupted.yaml";
    /** Of a file that replaces another when its change is confirmed. */
    private static final String EDITED = ".edited";

    private static final String LOG = "roll-back.log";
    /** Arguments: seconds, log, file, and the command that undoes the change. */
    private static final String WAIT_AND_UNDO =
            "exec </dev/null >>\"$2\" 2>&1; sleep \"$1\"; [ ! -e \"$3\" ] || { shift 3; exec \"$@\"; }";
    /** What mqecn needs of the environment, which systemd does not pass on. */
    private static final List<String> ENVIRONMENT =
            List.of("PATH", "JAVA_HOME", "MQECN_CACHE", "MQECN_JAVA_OPTIONS", "TC_LIB_DIR");

    private final ChangeContext context;
    private final Path file;

    private PendingChange(ChangeContext context, Path file) {
        this.context = context;
        this.file = file;
    }

    /** The change that waits for confirmation in this network namespace, if there is one. */
    private static Optional<PendingChange> findUnconfirmed(ChangeContext context) {
        Path folder = PortApplier.runtimeFolder(context);
        try {
            return Files.isDirectory(folder)
                    ? FileTrees.list(folder).stream()
                            .filter(each -> each.getFileName().toString().matches(UNCONFIRMED + ".*\\.yaml"))
                            .findFirst()
                            .map(each -> new PendingChange(context, each))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    private static PendingChange interrupted(ChangeContext context) {
        return new PendingChange(context, PortApplier.runtimeFolder(context).resolve(INTERRUPTED));
    }

    /**
     * What a process that was killed has begun to change, with what to do; empty if there is no such change. While
     * another process holds the lock, it is under way.
     */
    static Optional<String> describeInterrupted(ChangeContext context) {
        return Optional.of(interrupted(context).noted().stream()
                        .map(PortSpec::name)
                        .collect(Collectors.joining(", ")))
                .filter(devices -> !devices.isEmpty())
                .map(devices -> "a change of " + devices + " was interrupted: 'mqecn apply' of its file finishes it, "
                        + "'mqecn confirm --roll-back' undoes it");
    }

    /**
     * The change that can be undone or confirmed.
     *
     * @throws UserError if there is none
     */
    private static PendingChange require(ChangeContext context) {
        return findUnconfirmed(context)
                .or(() -> Optional.of(interrupted(context)).filter(change -> Files.exists(change.file)))
                .orElseThrow(() -> new UserError(
                        "no change waits for confirmation: it was confirmed already, or undone",
                        "'mqecn diff' compares the ports with their files"));
    }

    /** @throws UserError if a change waits for confirmation */
    static void requireNoneUnconfirmed(ChangeContext context) {
        findUnconfirmed(context).ifPresent(change -> {
            throw new UserError(
                    "a change of " + change.devices() + " waits for confirmation",
                    "'mqecn confirm' confirms it, 'mqecn confirm --roll-back' undoes it");
        });
    }

    /**
     * Makes a change, and notes the ports before it until that is done. What was noted of a change that was interrupted
     * stays: the ports before that one count.
     *
     * @param before the ports that will be changed, as they are
     */
    static ChangeOutcome noting(ChangeContext context, List<PortSpec> before, Supplier<ChangeOutcome> make) {
        PendingChange change = interrupted(context);
        List<PortSpec> earlier = change.noted();
        Map<String, PortSpec> noted = new LinkedHashMap<>();
        Stream.concat(earlier.stream(), before.stream()).forEach(spec -> noted.putIfAbsent(spec.name(), spec));
        change.note(List.copyOf(noted.values()));
        try {
            return make.get();
        } catch (UserError e) {
            change.note(earlier);
            throw e;
        }
    }

    /** Forgets what was noted about devices that are now as they should be. */
    static void forget(ChangeContext context, Set<String> devices) {
        PendingChange change = interrupted(context);
        change.note(change.noted().stream()
                .filter(spec -> !devices.contains(spec.name()))
                .toList());
    }

    private List<PortSpec> noted() {
        return Files.exists(file) ? before() : List.of();
    }

    private void note(List<PortSpec> before) {
        if (before.isEmpty()) {
            delete();
        } else {
            AtomicFile.writeAsRoot(file, PortFile.write(before));
        }
    }

    /**
     * Begins a change that has to be confirmed.
     *
     * @param confirmation when it is undone without one
     * @param before the ports that will be changed, as they are
     * @throws UserError if nothing would undo it
     */
    static PendingChange beginUnconfirmed(ChangeContext context, Confirmation confirmation, List<PortSpec> before) {
        Path folder = PortApplier.runtimeFolder(context);
        Path file = folder.resolve(UNCONFIRMED + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".yaml");
        PendingChange change = new PendingChange(context, file);
        confirmation.edited().ifPresent(edited -> edited.save(change.editedFile()));
        AtomicFile.writeAsRoot(file, PortFile.write(before));
        CommandResult result = context.runner().capture(Command.of(change.timer(confirmation.time())), Path.of(""));
        if (!result.succeeded()) {
            change.delete();
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
            PendingChange change = require(context);
            Optional<EditedFile> edited = change.edited();
            List<String> commands = new ArrayList<>();
            edited.ifPresent(each -> commands.add(
                    Command.installFile(each.file().toString(), each.text()).shellLine()));
            commands.addAll(change.deletion());
            String summary = "confirmed: " + change.devices()
                    + edited.map(each -> "\n" + each.file() + " saved").orElse("");
            if (!context.dryRun()) {
                edited.ifPresent(EditedFile::install);
                change.delete();
            }
            return new ChangeOutcome(true, summary, commands, List.of());
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
            PendingChange change = require(context);
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
            change.delete();
            return new ChangeOutcome(true, "undone: " + devices, List.of(), List.of());
        });
    }

    private Path editedFile() {
        return file.resolveSibling(file.getFileName() + EDITED);
    }

    private Optional<EditedFile> edited() {
        return Files.exists(editedFile()) ? Optional.of(EditedFile.load(editedFile())) : Optional.empty();
    }

    private List<Path> files() {
        return Stream.of(file, editedFile()).filter(Files::exists).toList();
    }

    private List<String> deletion() {
        return files().stream()
                .map(each -> Command.of("rm", each.toString()).shellLine())
                .toList();
    }

    /** Ends the wait for confirmation, or forgets the change. */
    void delete() {
        files().forEach(AtomicFile::deleteAsRoot);
    }
}

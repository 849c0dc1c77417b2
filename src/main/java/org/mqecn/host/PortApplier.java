// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.PortComparison.Step;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.UserError;

/**
 * Makes devices as specified, all or none: every error that can be foreseen is reported before the first change, and if
 * a change fails, the previous ones are undone.
 */
public final class PortApplier {
    private static final String ACTION = "apply ports";

    private final ChangeContext context;
    private final List<PortSpec> specs;
    private final boolean replace;

    /** @param replace whether to replace other qdiscs */
    public PortApplier(ChangeContext context, List<PortSpec> specs, boolean replace) {
        this.context = context;
        this.specs = List.copyOf(specs);
        this.replace = replace;
    }

    /** What differs between the devices and their specifications. */
    public List<PortDifference> differences() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            return compare(reader).stream()
                    .flatMap(each -> each.differences().stream())
                    .toList();
        }
    }

    private List<PortComparison> compare(RtnetlinkReader reader) {
        return specs.stream()
                .map(spec -> PortComparison.read(reader, spec, context.machine()))
                .toList();
    }

    /**
     * Makes the devices as specified.
     *
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome apply() {
        return apply(Optional.empty());
    }

    /**
     * Makes the devices as specified, for a time unless {@link PendingChange#confirm} follows.
     *
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome applyUntilConfirmed(Duration time) {
        return apply(Optional.of(new Confirmation(time, Optional.empty())));
    }

    /** What a process that was killed has begun to change, with what to do. */
    public Optional<String> describeInterrupted() {
        return context.machine().isNetAdmin() && isLockFree(context)
                ? PendingChange.describeInterrupted(context)
                : Optional.empty();
    }

    /** What would be done. */
    ChangeOutcome plan() {
        return make(validChanges());
    }

    ChangeOutcome apply(Optional<Confirmation> confirmation) {
        if (!context.dryRun()) {
            context.machine().requireNetAdmin(ACTION);
        }
        return withLock(context, () -> {
            PendingChange.requireNoneUnconfirmed(context);
            List<PortComparison> changes = validChanges();
            if (context.dryRun()) {
                return changes.isEmpty() ? unchanged() : make(changes);
            }
            ChangeOutcome outcome = changes.isEmpty() ? unchanged() : makeUndoable(changes, confirmation);
            PendingChange.forget(
                    context,
                    Stream.concat(
                                    specs.stream().map(PortSpec::name),
                                    changes.stream().map(PortComparison::device))
                            .collect(Collectors.toSet()));
            return outcome.withWarning(PendingChange.describeInterrupted(context));
        });
    }

    private ChangeOutcome unchanged() {
        return ChangeOutcome.unchanged(
                specs.size() == 1 ? specs.get(0).name() + " is as specified" : "all ports are as specified");
    }

    private ChangeOutcome makeUndoable(List<PortComparison> changes, Optional<Confirmation> confirmation) {
        List<PortSpec> before =
                changes.stream().map(PortComparison::presentSpec).toList();
        if (confirmation.isEmpty()) {
            return PendingChange.noting(context, before, () -> make(changes));
        }
        PendingChange unconfirmed = PendingChange.beginUnconfirmed(context, confirmation.get(), before);
        try {
            ChangeOutcome outcome = make(changes);
            return outcome.withSummary(outcome.summary() + "\nall of it is undone in "
                    + confirmation.get().time().toSeconds() + " s, unless 'mqecn confirm' confirms it");
        } catch (UserError e) {
            unconfirmed.delete();
            throw e;
        }
    }

    /** Runs a task while no other process changes ports of this network namespace by their files. */
    static <T> T withLock(ChangeContext context, Supplier<T> task) {
        return context.withLock(lock(context), task);
    }

    private static Path lock(ChangeContext context) {
        return runtimeFolder(context).resolve("lock");
    }

    private static boolean isLockFree(ChangeContext context) {
        if (!Files.exists(lock(context))) {
            return true;
        }
        try {
            Optional<LockFile> lock = LockFile.tryAcquire(lock(context));
            if (lock.isPresent()) {
                lock.get().close();
            }
            return lock.isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** What is remembered until the next boot about the ports of this network namespace. */
    static Path runtimeFolder(ChangeContext context) {
        return context.machine()
                .runtimeFolder()
                .resolve("ports")
                .resolve(context.stateStore().namespaceId());
    }

    /** The devices to change. */
    private List<PortComparison> validChanges() {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            List<PortComparison> compared = compare(reader);
            Problems problems = new Problems();
            Map<String, PortSpec> seen = new LinkedHashMap<>();
            for (PortComparison each : compared) {
                PortSpec first = seen.putIfAbsent(each.device(), each.spec());
                problems.capture(each.spec().device().location(), () -> {
                    if (first != null) {
                        throw new UserError(
                                each.spec().name() + " and " + first.name() + " are names of the same device",
                                "keep one of them");
                    }
                    each.validate(reader, context, replace);
                });
            }
            List<Problem> errors = problems.list();
            if (!errors.isEmpty()) {
                throw Problems.toUserError(errors, UserError::new);
            }
            return compared.stream().filter(each -> each.step() != Step.NONE).toList();
        }
    }

    private ChangeOutcome make(List<PortComparison> changes) {
        List<PortComparison> begun = new ArrayList<>();
        List<String> summaries = new ArrayList<>();
        Set<String> commands = new LinkedHashSet<>(); // each port of a dry run loads the module
        List<String> warnings = new ArrayList<>();
        try {
            for (PortComparison change : changes) {
                begun.add(0, change);
                ChangeOutcome outcome = change.make(context, replace);
                summaries.add(outcome.summary());
                commands.addAll(outcome.commands());
                outcome.warnings()
                        .forEach(warning -> warnings.add(
                                warning.startsWith(change.device()) ? warning : change.device() + ": " + warning));
            }
        } catch (UserError failure) {
            throw undo(begun, failure);
        }
        return new ChangeOutcome(true, String.join("\n", summaries), List.copyOf(commands), warnings);
    }

    /** Undoes changes, the last of which has failed and is the first of the list. */
    private UserError undo(List<PortComparison> begun, UserError failure) {
        List<String> failures =
                restore(context, begun.stream().map(PortComparison::presentSpec).toList());
        String restored = begun.stream().skip(1).map(PortComparison::device).collect(Collectors.joining(", "));
        String rest = failures.isEmpty()
                ? restored.isEmpty() ? "" : "; restored: " + restored
                : "; rollback was incomplete: " + String.join("; ", failures);
        PortComparison failed = begun.get(0);
        return isGone(failed)
                ? new UserError(failed.device() + " disappeared while it was changed" + rest, "")
                : new UserError(failed.device() + ": " + failure.getMessage() + rest, failure.remedy());
    }

    private static boolean isGone(PortComparison comparison) {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            return comparison.link().isPresent()
                    && DeviceLink.find(reader.readLinks(), comparison.device()).isEmpty();
        }
    }

    /**
     * Makes each device as it was, as far as possible. Devices that are gone need nothing.
     *
     * @return what failed
     */
    static List<String> restore(ChangeContext context, List<PortSpec> before) {
        List<String> failures = new ArrayList<>();
        for (PortSpec spec : before) {
            try (RtnetlinkReader reader = new RtnetlinkReader()) {
                PortComparison comparison = PortComparison.read(reader, spec, context.machine());
                if (comparison.link().isPresent() && spec.request().isPresent()) {
                    comparison.make(context, true);
                } else if (comparison.link().isPresent()) {
                    new PortRemover(context).remove(comparison.device()); // also after an interrupted install
                }
            } catch (UserError e) {
                failures.add(spec.name() + ": " + e.getMessage());
            }
        }
        return failures;
    }
}

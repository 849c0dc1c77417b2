// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

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
     * Makes the devices as specified, for a time unless {@link UnconfirmedChange#confirm} follows.
     *
     * @throws UserError if that fails; then nothing is changed
     */
    public ChangeOutcome applyUntilConfirmed(Duration time) {
        return apply(Optional.of(time));
    }

    /** What would be done. */
    ChangeOutcome plan() {
        return make(validChanges());
    }

    private ChangeOutcome apply(Optional<Duration> time) {
        if (!context.dryRun()) {
            context.machine().requireNetAdmin(ACTION);
        }
        return withLock(context, () -> {
            UnconfirmedChange.requireNone(context);
            List<PortComparison> changes = validChanges();
            if (changes.isEmpty()) {
                return ChangeOutcome.unchanged(
                        specs.size() == 1 ? specs.get(0).name() + " is as specified" : "all ports are as specified");
            }
            Optional<UnconfirmedChange> unconfirmed = time.filter(each -> !context.dryRun())
                    .map(each -> UnconfirmedChange.begin(
                            context,
                            each,
                            changes.stream().map(PortComparison::presentSpec).toList()));
            try {
                ChangeOutcome outcome = make(changes);
                return time.map(each -> outcome.withSummary(outcome.summary() + "\nall of it is undone in "
                                + each.toSeconds() + " s, unless 'mqecn confirm' confirms it"))
                        .orElse(outcome);
            } catch (UserError e) {
                unconfirmed.ifPresent(UnconfirmedChange::confirm);
                throw e;
            }
        });
    }

    /** Runs a task while no other process changes ports of this network namespace by their files. */
    static <T> T withLock(ChangeContext context, Supplier<T> task) {
        return context.withLock(runtimeFolder(context).resolve("lock"), task);
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
                if (comparison.link().isPresent()) {
                    comparison.make(context, true);
                }
            } catch (UserError e) {
                failures.add(spec.name() + ": " + e.getMessage());
            }
        }
        return failures;
    }
}

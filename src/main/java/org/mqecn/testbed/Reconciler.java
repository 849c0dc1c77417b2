// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.testbed.vm.VirtualMachineResources;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * Brings a testbed into the state of its file: removes obsolete resources, creates missing ones, and repairs those that
 * differ, or removes and creates them again. Resources that are in sync stay. At the end, the state is observed again.
 *
 * <p>A change of one resource can remove another, for example a device its routes. Observation and change are therefore
 * repeated until all is in sync, at most {@value #MAX_ROUNDS} times. An instance is for one run.
 */
final class Reconciler {
    private static final int MAX_ROUNDS = 4;

    private final LocalMachine machine;
    private final Testbed testbed;
    private final List<Resource> resources;
    private final List<StateEntry> created = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reconciler(LocalMachine machine, Testbed testbed) {
        this.machine = machine;
        this.testbed = testbed;
        this.resources = ResourceGraph.of(testbed, machine);
    }

    /** Plans the changes without making them. */
    ChangeOutcome plan(ObservedState state) {
        List<StateEntry> entries = StateJournal.read(machine, testbed.name());
        List<StateEntry> obsolete = findObsolete(entries, state);
        ObservedState remaining = state.without(obsolete, ResourceTypes::of);
        rejectConflicts(findConflicts(entries, remaining));
        rejectSharedConflicts();
        List<String> lines = new ArrayList<>(ResourceTypes.removalCommands(obsolete, state));
        lines.addAll(planCommands(entries, remaining).lines());
        return describeOutcome(lines);
    }

    /**
     * Makes the changes.
     *
     * @throws UserError if that fails; created resources are removed then
     */
    ChangeOutcome run(StateJournal journal, CommandExecutor executor) {
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed.name());
        remover.discardPreviousBoots();
        ObservedState state = new ObservedState(machine);
        List<StateEntry> obsolete = findObsolete(journal.entries(), state);
        ObservedState remaining = state.without(obsolete, ResourceTypes::of);
        rejectConflicts(findConflicts(journal.entries(), remaining));
        rejectSharedConflicts();
        VirtualMachineResources.requireImages(testbed, machine);
        JournaledCommands first = planCommands(journal.entries(), remaining);
        Prerequisites.check(machine, first.commands());
        journal.add(findSharedEntries(journal.entries(), remaining));
        if (obsolete.isEmpty() && first.isEmpty()) {
            return describeOutcome(List.of());
        }
        try {
            reconcile(journal, executor, obsolete, state);
        } catch (UserError failure) {
            throw new ResourceRemover(machine, executor, journal, testbed.name()).rollBack(created, failure);
        }
        return describeOutcome(commands);
    }

    private void reconcile(
            StateJournal journal, CommandExecutor executor, List<StateEntry> obsolete, ObservedState state) {
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed.name());
        remover.remove(obsolete);
        warnings.addAll(remover.warnings());
        converge(journal, executor, obsolete.isEmpty() ? state : new ObservedState(machine));
    }

    /** Finds shared resources that other testbeds created: this testbed becomes another user of them. */
    private List<StateEntry> findSharedEntries(List<StateEntry> entries, ObservedState state) {
        List<Resource> inSync = resources.stream()
                .filter(resource -> resource.handle().isPresent()
                        && !ResourceTypes.of(resource.handle().get())
                                .sharedAttributes()
                                .isEmpty()
                        && entries.stream().noneMatch(entry -> entry.resource().equals(resource.name()))
                        && resource.observe(state).isInSync())
                .toList();
        List<StateEntry> others = inSync.isEmpty()
                ? List.of()
                : StateJournal.entriesOfOtherTestbeds(machine, testbed.name()).values().stream()
                        .flatMap(List::stream)
                        .toList();
        return inSync.stream()
                .flatMap(resource -> others.stream()
                        .filter(other ->
                                ResourceTypes.isShared(other, resource.handle().get()))
                        .limit(1)
                        .map(other -> new StateEntry(other.bootId(), resource.name(), other.handle())))
                .toList();
    }

    private ChangeOutcome describeOutcome(List<String> lines) {
        String count = resources.size() + " resources";
        return new ChangeOutcome(
                !lines.isEmpty(),
                lines.isEmpty()
                        ? testbed.name() + " is up: all " + count + " match the file"
                        : testbed.name() + " is up: " + count,
                lines,
                warnings.stream().distinct().toList());
    }

    /** Creates and repairs resources until all are in sync. */
    private void converge(StateJournal journal, CommandExecutor executor, ObservedState first) {
        ObservedState state = first;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            JournaledCommands journaledCommands = planCommands(journal.entries(), state);
            if (journaledCommands.isEmpty()) {
                return;
            }
            commands.addAll(journaledCommands.lines());
            warnings.addAll(journaledCommands.run(executor, journal, created));
            executor.waitForEarlyFailure(journaledCommands);
            state = new ObservedState(machine);
            rejectVanished(state);
        }
        rejectDifferences(StatusReport.compare(resources, state));
    }

    /** Fails if a created resource is missing: another round would not help. */
    private void rejectVanished(ObservedState state) {
        Set<String> names = created.stream().map(StateEntry::resource).collect(Collectors.toSet());
        rejectDifferences(StatusReport.compare(
                resources.stream()
                        .filter(resource -> names.contains(resource.name())
                                && !resource.observe(state).present())
                        .toList(),
                state));
    }

    private static void rejectDifferences(List<StatusReport.ResourceMismatch> mismatches) {
        if (!mismatches.isEmpty()) {
            throw new UserError(
                    "kernel state differs from the request: "
                            + mismatches.stream()
                                    .flatMap(mismatch -> mismatch.lines().stream())
                                    .collect(Collectors.joining("; ")),
                    "");
        }
    }

    /** Plans the commands that create and repair resources. */
    private JournaledCommands planCommands(List<StateEntry> entries, ObservedState state) {
        Set<String> recorded = entries.stream().map(StateEntry::resource).collect(Collectors.toSet());
        JournaledCommands journaledCommands = new JournaledCommands(machine);
        for (Resource resource : resources) {
            ResourceStatus status = resource.observe(state);
            if (!status.isInSync()) {
                List<Command> change = status.present() ? resource.repair(state) : resource.create(state);
                Optional<StateEntry> entry = resource.handle()
                        .filter(handle -> !status.present() || !recorded.contains(resource.name()))
                        .map(handle -> new StateEntry(machine.bootId(), resource.name(), handle));
                if (entry.isPresent()) {
                    journaledCommands.add(change, entry.get());
                } else {
                    journaledCommands.add(change);
                }
            }
        }
        return journaledCommands;
    }

    /** Finds recorded resources that are not in the file any more, or have to be created again. */
    private List<StateEntry> findObsolete(List<StateEntry> entries, ObservedState state) {
        Map<String, Resource> wanted = new HashMap<>();
        resources.forEach(resource -> wanted.put(resource.name(), resource));
        return entries.stream()
                .filter(entry -> {
                    Resource resource = wanted.get(entry.resource());
                    if (resource == null || !entry.matches(resource.handle().orElseThrow())) {
                        return true;
                    }
                    ResourceStatus status = resource.observe(state);
                    return status.present()
                            && !status.isInSync()
                            && resource.repair(state).isEmpty();
                })
                .toList();
    }

    /** Finds resources that exist, but are not recorded as the testbed's. */
    private List<String> findConflicts(List<StateEntry> entries, ObservedState state) {
        Map<String, StateEntry> recorded = new HashMap<>();
        entries.forEach(entry -> recorded.put(entry.resource(), entry));
        List<String> conflicts = new ArrayList<>();
        for (Resource resource : resources) {
            resource.handle()
                    .filter(handle ->
                            ResourceTypes.of(handle).sharedAttributes().isEmpty())
                    .ifPresent(handle -> {
                        boolean isRecorded = recorded.containsKey(resource.name())
                                && recorded.get(resource.name()).matches(handle);
                        ResourceType.Presence presence = ResourceTypes.of(handle)
                                .detect(
                                        isRecorded
                                                ? recorded.get(resource.name()).handle()
                                                : handle,
                                        state);
                        if (presence == ResourceType.Presence.FOREIGN
                                || presence == ResourceType.Presence.OWNED && !isRecorded) {
                            conflicts.add(resource.name());
                        }
                    });
        }
        return conflicts;
    }

    private void rejectConflicts(List<String> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new UserError(
                    "resources already exist and do not belong to the testbed: " + String.join(", ", conflicts),
                    "remove them, or give the testbed another name");
        }
    }

    /** Fails if another testbed needs a shared resource in another state. */
    private void rejectSharedConflicts() {
        List<String> lines = new ArrayList<>();
        StateJournal.entriesOfOtherTestbeds(machine, testbed.name())
                .forEach((other, entries) -> entries.forEach(entry -> resources.stream()
                        .flatMap(resource -> resource.handle().stream())
                        .filter(handle -> handle.type().equals(entry.handle().type()))
                        .flatMap(handle -> ResourceTypes.of(handle).conflict(handle, entry.handle()).stream())
                        .forEach(line -> lines.add(line + " for testbed " + other))));
        if (!lines.isEmpty()) {
            throw new UserError(
                    "conflict with a running testbed: " + String.join("; ", lines),
                    "take that testbed down first, or use the same value in both files");
        }
    }

    /** Restores this testbed after the change to another file has failed. */
    void restore(StateJournal journal, CommandExecutor executor) {
        ObservedState state = new ObservedState(machine);
        reconcile(journal, executor, findObsolete(journal.entries(), state), state);
    }
}

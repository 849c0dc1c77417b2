// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * Makes a testbed what it should be. What is there and right stays; what differs is mended, or removed and made anew;
 * what is missing is made; what is recorded and no longer wanted goes first. At the end everything is read back.
 *
 * <p>Removing or mending one part can take others with it (a device its routes), so that the looking and mending is
 * repeated until there is nothing left to do, a few times at most.
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

    /** What would be done, were it done now. */
    ChangeOutcome plan(ObservedState state) {
        List<StateEntry> entries = StateJournal.read(machine, testbed.name());
        List<StateEntry> unwanted = findObsolete(entries, state);
        ObservedState left = state.without(unwanted, ResourceTypes::of);
        rejectConflicts(findConflicts(entries, left));
        rejectSharedConflicts();
        List<String> lines = new ArrayList<>();
        for (int i = unwanted.size() - 1; i >= 0; i--) {
            ResourceHandle handle = unwanted.get(i).handle();
            if (ResourceTypes.of(handle).detect(handle, state) == ResourceType.Presence.OWNED) {
                ResourceTypes.of(handle).remove(handle, state).forEach(command -> lines.add(command.shellLine()));
            }
        }
        lines.addAll(planCommands(entries, left).lines());
        return describeOutcome(lines);
    }

    /**
     * Does it.
     *
     * @throws UserError where it cannot be done; what was done is taken back then
     */
    ChangeOutcome run(StateJournal journal, CommandExecutor executor) {
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed.name());
        remover.discardPreviousBoots();
        ObservedState state = new ObservedState(machine);
        List<StateEntry> unwanted = findObsolete(journal.entries(), state);
        ObservedState left = state.without(unwanted, ResourceTypes::of);
        rejectConflicts(findConflicts(journal.entries(), left));
        rejectSharedConflicts();
        JournaledCommands first = planCommands(journal.entries(), left);
        Prerequisites.check(machine, first.commands());
        journal.add(findSharedEntries(journal.entries(), left));
        if (unwanted.isEmpty() && first.isEmpty()) {
            return describeOutcome(List.of());
        }
        try {
            reconcile(journal, executor, unwanted, state);
        } catch (UserError failure) {
            throw rollBack(journal, executor, failure);
        }
        return describeOutcome(commands);
    }

    private void reconcile(
            StateJournal journal, CommandExecutor executor, List<StateEntry> unwanted, ObservedState state) {
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed.name());
        remover.remove(unwanted);
        warnings.addAll(remover.warnings());
        converge(journal, executor, unwanted.isEmpty() ? state : new ObservedState(machine));
    }

    /** What others have already made of that which testbeds have in common: it is kept for this one too. */
    private List<StateEntry> findSharedEntries(List<StateEntry> entries, ObservedState state) {
        List<Resource> right = resources.stream()
                .filter(resource -> resource.handle().isPresent()
                        && !ResourceTypes.of(resource.handle().get())
                                .sharedAttributes()
                                .isEmpty()
                        && entries.stream().noneMatch(entry -> entry.resource().equals(resource.name()))
                        && resource.observe(state).isInSync())
                .toList();
        List<StateEntry> others = right.isEmpty()
                ? List.of()
                : StateJournal.entriesOfOtherTestbeds(machine, testbed.name()).values().stream()
                        .flatMap(List::stream)
                        .toList();
        return right.stream()
                .flatMap(resource -> others.stream()
                        .filter(other ->
                                ResourceTypes.isShared(other, resource.handle().get()))
                        .limit(1)
                        .map(other -> new StateEntry(other.bootId(), resource.name(), other.handle())))
                .toList();
    }

    private ChangeOutcome describeOutcome(List<String> lines) {
        String count = resources.size() + " parts";
        return new ChangeOutcome(
                !lines.isEmpty(),
                lines.isEmpty()
                        ? testbed.name() + " is up, all of its " + count + " as described"
                        : testbed.name() + " is up: " + count,
                lines,
                warnings.stream().distinct().toList());
    }

    /** Makes and mends until everything is right. */
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
        rejectDifferences(differences(resources, state));
    }

    /** What was made and is not there would not be there after another try either. */
    private void rejectVanished(ObservedState state) {
        Set<String> names = created.stream().map(StateEntry::resource).collect(Collectors.toSet());
        rejectDifferences(differences(
                resources.stream()
                        .filter(resource -> names.contains(resource.name())
                                && !resource.observe(state).present())
                        .toList(),
                state));
    }

    private static void rejectDifferences(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new UserError("read back, not all is as asked for: " + String.join("; ", wrong), "");
        }
    }

    private static List<String> differences(List<Resource> parts, ObservedState state) {
        List<String> lines = new ArrayList<>();
        for (Resource resource : parts) {
            ResourceStatus status = resource.observe(state);
            if (!status.present()) {
                lines.add(resource.name() + " is missing");
            }
            status.differences().forEach(difference -> lines.add(resource.name() + ": " + difference));
        }
        return lines;
    }

    /** What makes and mends, from what is there. */
    private JournaledCommands planCommands(List<StateEntry> entries, ObservedState state) {
        Set<String> recorded = entries.stream().map(StateEntry::resource).collect(Collectors.toSet());
        JournaledCommands journaledCommands = new JournaledCommands(machine);
        for (Resource resource : resources) {
            ResourceStatus status = resource.observe(state);
            if (!status.isInSync()) {
                List<Command> todo = status.present() ? resource.repair(state) : resource.create(state);
                Optional<StateEntry> entry = resource.handle()
                        .filter(handle -> !status.present() || !recorded.contains(resource.name()))
                        .map(handle -> new StateEntry(machine.bootId(), resource.name(), handle));
                if (entry.isPresent()) {
                    journaledCommands.add(todo, entry.get());
                } else {
                    journaledCommands.add(todo);
                }
            }
        }
        return journaledCommands;
    }

    /** What is recorded and has to go: it is not asked for any more, or is to be made anew. */
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

    /** What is there under a name of ours and is not recorded as ours. */
    private List<String> findConflicts(List<StateEntry> entries, ObservedState state) {
        Map<String, StateEntry> recorded = new HashMap<>();
        entries.forEach(entry -> recorded.put(entry.resource(), entry));
        List<String> conflicts = new ArrayList<>();
        for (Resource resource : resources) {
            resource.handle()
                    .filter(handle ->
                            ResourceTypes.of(handle).sharedAttributes().isEmpty())
                    .ifPresent(handle -> {
                        boolean isOurs = recorded.containsKey(resource.name())
                                && recorded.get(resource.name()).matches(handle);
                        ResourceType.Presence presence = ResourceTypes.of(handle)
                                .detect(isOurs ? recorded.get(resource.name()).handle() : handle, state);
                        if (presence == ResourceType.Presence.FOREIGN
                                || presence == ResourceType.Presence.OWNED && !isOurs) {
                            conflicts.add(resource.name());
                        }
                    });
        }
        return conflicts;
    }

    private void rejectConflicts(List<String> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new UserError(
                    "what the testbed needs is there already and is not its own: " + String.join(", ", conflicts),
                    "remove it, or give the testbed another name");
        }
    }

    /** What testbeds have in common can be only as one of them wants it. */
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
                    "another testbed that is up wants it otherwise: " + String.join("; ", lines),
                    "take that one down first, or give both files the same value");
        }
    }

    /** Removes what this run made. */
    private UserError rollBack(StateJournal journal, CommandExecutor executor, UserError failure) {
        try {
            Set<String> names =
                    new HashSet<>(created.stream().map(StateEntry::resource).toList());
            new ResourceRemover(machine, executor, journal, testbed.name())
                    .remove(journal.entries().stream()
                            .filter(entry -> names.contains(entry.resource()))
                            .toList());
            return new UserError(failure.getMessage() + "; what was made is taken back", failure.remedy());
        } catch (UserError again) {
            return new UserError(
                    failure.getMessage() + "; not everything could be taken back: " + again.getMessage(),
                    "'mqecn testbed down -f " + testbed.name() + "' removes what is left");
        }
    }

    /** Brings this testbed back, after the file that was to take its place has failed. */
    void restore(StateJournal journal, CommandExecutor executor) {
        ObservedState state = new ObservedState(machine);
        reconcile(journal, executor, findObsolete(journal.entries(), state), state);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.CommandBatch;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ProcessTable;
import org.mqecn.netlink.Netns;
import org.mqecn.testbed.resources.NamespaceType;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.value.UserError;

/**
 * Removes recorded resources, the last one first. It deletes the entries of resources that are absent, and never removes
 * foreign resources. It may be interrupted at any time: the remaining resources are still recorded.
 */
final class ResourceRemover {
    private final LocalMachine machine;
    private final CommandExecutor executor;
    private final StateJournal journal;
    private final String testbed;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    ResourceRemover(LocalMachine machine, CommandExecutor executor, StateJournal journal, String testbed) {
        this.machine = machine;
        this.executor = executor;
        this.journal = journal;
        this.testbed = testbed;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Deletes the entries of resources that did not survive a reboot. */
    void discardPreviousBoots() {
        List<StateEntry> surviving = surviving(machine, journal.entries());
        journal.remove(journal.entries().stream()
                .filter(entry -> !surviving.contains(entry))
                .toList());
    }

    /** The entries of this boot, and of resources that survive a reboot. */
    static List<StateEntry> surviving(LocalMachine machine, List<StateEntry> entries) {
        String boot = machine.bootId();
        return entries.stream()
                .filter(entry -> entry.bootId().equals(boot)
                        || ResourceTypes.of(entry.handle()).survivesReboot())
                .toList();
    }

    /**
     * Removes resources, the last one first.
     *
     * @throws UserError if some of them still exist afterwards
     */
    void remove(Collection<StateEntry> entries) {
        List<StateEntry> reversed = new ArrayList<>(entries);
        Collections.reverse(reversed);
        Set<String> namespaces = namespaces(entries);
        Map<String, String> inodes = new HashMap<>();
        namespaces.forEach(name -> Netns.inode(name).ifPresent(inode -> inodes.put(inode, name)));
        List<StateEntry> group = new ArrayList<>();
        for (StateEntry entry : reversed) {
            ResourceType type = ResourceTypes.of(entry.handle());
            if (needsNoCommand(entry, namespaces)) {
                journal.remove(List.of(entry));
            } else if (!type.sharedAttributes().isEmpty()) {
                removeGroup(group);
                removeGroup(new ArrayList<>(List.of(entry)));
            } else {
                group.add(entry);
            }
        }
        removeGroup(group);
        inodes.forEach((inode, name) -> warnAboutRemainingProcesses(inode, name));
        if (!failures.isEmpty()) {
            throw new UserError(
                    "cannot remove all resources of testbed " + testbed + ": " + String.join("; ", failures),
                    "'mqecn testbed down -f " + testbed + "' retries");
        }
    }

    /**
     * Removes the resources of a change that failed.
     *
     * @return the failure, with the result of the roll-back
     */
    UserError rollBack(Collection<StateEntry> created, UserError failure) {
        Set<String> names = created.stream().map(StateEntry::resource).collect(Collectors.toSet());
        try {
            remove(journal.entries().stream()
                    .filter(entry -> names.contains(entry.resource()))
                    .toList());
            return new UserError(failure.getMessage() + "; changes were rolled back", failure.remedy());
        } catch (UserError incomplete) {
            return new UserError(
                    failure.getMessage() + "; roll-back incomplete: " + incomplete.getMessage(),
                    "'mqecn testbed down -f " + testbed + "' removes the remaining resources");
        }
    }

    /** Foreign processes keep a namespace alive after its name and devices are removed. mqecn does not kill them. */
    private void warnAboutRemainingProcesses(String inode, String namespace) {
        ProcessTable processTable = new ProcessTable(machine);
        if (!Netns.exists(namespace)) {
            processTable
                    .findInNamespace(inode)
                    .forEach(pid -> warnings.add("process " + pid + " (" + processTable.name(pid)
                            + ") of another owner keeps the removed namespace " + namespace + " alive: kill it"));
        }
    }

    /** The commands of {@link #remove}, in a state that was observed. Without one, everything that is recorded exists. */
    static List<String> plan(LocalMachine machine, String testbed, List<StateEntry> entries, ObservedState state) {
        Set<String> namespaces = namespaces(entries);
        return ResourceTypes.removalCommands(
                entries.stream()
                        .filter(entry -> !needsNoCommand(machine, testbed, entry, namespaces))
                        .toList(),
                state);
    }

    private static Set<String> namespaces(Collection<StateEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.handle().type().equals(NamespaceType.TYPE))
                .map(entry -> NamespaceType.name(entry.handle()))
                .collect(Collectors.toSet());
    }

    private boolean needsNoCommand(StateEntry entry, Set<String> namespaces) {
        return needsNoCommand(machine, testbed, entry, namespaces);
    }

    /** Whether a resource goes with its namespace, or stays because other testbeds use it. */
    private static boolean needsNoCommand(
            LocalMachine machine, String testbed, StateEntry entry, Set<String> namespaces) {
        ResourceType type = ResourceTypes.of(entry.handle());
        return namespaces.contains(type.owningNamespace(entry.handle()))
                || !type.sharedAttributes().isEmpty() && isUsedByOtherTestbeds(machine, testbed, entry);
    }

    private static boolean isUsedByOtherTestbeds(LocalMachine machine, String testbed, StateEntry entry) {
        return StateJournal.entriesOfOtherTestbeds(machine, testbed).values().stream()
                .flatMap(List::stream)
                .anyMatch(other -> ResourceTypes.isShared(other, entry.handle()));
    }

    /** Removes resources together: the state is observed once before and once after. */
    private void removeGroup(List<StateEntry> group) {
        if (group.isEmpty()) {
            return;
        }
        ObservedState before = new ObservedState(machine);
        List<Command> commands = new ArrayList<>();
        for (StateEntry entry : group) {
            ResourceType type = ResourceTypes.of(entry.handle());
            switch (type.detect(entry.handle(), before)) {
                case OWNED -> commands.addAll(type.remove(entry.handle(), before));
                case FOREIGN -> warnings.add(entry.resource() + " was not created by mqecn: not removed");
                case ABSENT -> {}
            }
        }
        Stream<String> errors = CommandBatch.of(commands).stream().map(batch -> batch.runAll(executor));
        List<String> messages = errors.filter(text -> !text.isEmpty()).toList();
        ObservedState after = new ObservedState(machine);
        List<StateEntry> removed = new ArrayList<>();
        for (StateEntry entry : group) {
            if (ResourceTypes.of(entry.handle()).detect(entry.handle(), after) == ResourceType.Presence.OWNED) {
                failures.add(entry.resource() + " still exists"
                        + (messages.isEmpty() ? "" : ": " + String.join("; ", messages)));
            } else {
                removed.add(entry);
            }
        }
        journal.remove(removed);
        group.clear();
    }
}

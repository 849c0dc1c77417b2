// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Removes what is recorded as ours, the last first, and nothing else. What is not there any more is forgotten; what is
 * somebody else's by now stays. It may be cut short anywhere: what it did not get to is still recorded.
 */
final class ResourceRemover {
    private final LocalMachine machine;
    private final CommandExecutor executor;
    private final StateJournal journal;
    private final String testbed;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @param workshop in which commands run */
    ResourceRemover(LocalMachine machine, CommandExecutor executor, StateJournal journal, String testbed) {
        this.machine = machine;
        this.executor = executor;
        this.journal = journal;
        this.testbed = testbed;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Forgets what cannot have outlived a reboot. */
    void discardPreviousBoots() {
        String boot = machine.bootId();
        journal.remove(journal.entries().stream()
                .filter(entry -> !entry.bootId().equals(boot)
                        && !ResourceTypes.of(entry.handle()).survivesReboot())
                .toList());
    }

    /**
     * Removes these, the last first.
     *
     * @throws UserError where some of it is still there afterwards
     */
    void remove(Collection<StateEntry> entries) {
        List<StateEntry> left = new ArrayList<>(entries);
        Collections.reverse(left);
        Set<String> namespaces = new HashSet<>();
        left.stream()
                .filter(entry -> entry.handle().type().equals(NamespaceType.TYPE))
                .forEach(entry -> namespaces.add(NamespaceType.name(entry.handle())));
        Map<String, String> inodes = new HashMap<>();
        namespaces.forEach(name -> Netns.inode(name).ifPresent(inode -> inodes.put(inode, name)));
        List<StateEntry> stage = new ArrayList<>();
        for (StateEntry entry : left) {
            ResourceType kind = ResourceTypes.of(entry.handle());
            boolean alone = !kind.sharedAttributes().isEmpty();
            if (!kind.owningNamespace(entry.handle()).isEmpty()
                            && namespaces.contains(kind.owningNamespace(entry.handle()))
                    || alone && isUsedByOtherTestbeds(entry)) {
                journal.remove(List.of(entry));
            } else if (alone) {
                removeGroup(stage);
                removeGroup(new ArrayList<>(List.of(entry)));
            } else {
                stage.add(entry);
            }
        }
        removeGroup(stage);
        inodes.forEach((inode, name) -> warnAboutRemainingProcesses(inode, name));
        if (!failures.isEmpty()) {
            throw new UserError(
                    "not everything of testbed " + testbed + " could be removed: " + String.join("; ", failures),
                    "'mqecn testbed down -f " + testbed + "' tries again");
        }
    }

    /** They keep the namespace, without its name and devices; they are not ours to end. */
    private void warnAboutRemainingProcesses(String inode, String namespace) {
        ProcessTable processTable = new ProcessTable(machine);
        if (!Netns.exists(namespace)) {
            processTable
                    .findInNamespace(inode)
                    .forEach(pid -> warnings.add(
                            "process " + pid + " (" + processTable.name(pid) + ") still runs in what was the namespace "
                                    + namespace + ", which mqecn did not start: end it"));
        }
    }

    private boolean isUsedByOtherTestbeds(StateEntry entry) {
        return StateJournal.entriesOfOtherTestbeds(machine, testbed).values().stream()
                .flatMap(List::stream)
                .anyMatch(other -> ResourceTypes.isShared(other, entry.handle()));
    }

    /** Removes what is to be looked for at one time; the truth is read before and after. */
    private void removeGroup(List<StateEntry> stage) {
        if (stage.isEmpty()) {
            return;
        }
        ObservedState before = new ObservedState(machine);
        List<Command> commands = new ArrayList<>();
        for (StateEntry entry : stage) {
            ResourceType kind = ResourceTypes.of(entry.handle());
            switch (kind.detect(entry.handle(), before)) {
                case OWNED -> commands.addAll(kind.remove(entry.handle(), before));
                case FOREIGN -> warnings.add(entry.resource() + " is not the one that mqecn made: it stays");
                case ABSENT -> {}
            }
        }
        Stream<String> said = CommandBatch.of(commands).stream().map(batch -> batch.runAll(executor));
        List<String> words = said.filter(text -> !text.isEmpty()).toList();
        ObservedState after = new ObservedState(machine);
        List<StateEntry> gone = new ArrayList<>();
        for (StateEntry entry : stage) {
            if (ResourceTypes.of(entry.handle()).detect(entry.handle(), after) == ResourceType.Presence.OWNED) {
                failures.add(entry.resource() + " is still there"
                        + (words.isEmpty() ? "" : ": " + String.join("; ", words)));
            } else {
                gone.add(entry);
            }
        }
        journal.remove(gone);
        stage.clear();
    }
}

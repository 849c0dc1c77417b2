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
import org.mqecn.host.Batch;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.host.Processes;
import org.mqecn.netlink.Netns;
import org.mqecn.port.UserError;

/**
 * Removes what is recorded as ours, the last first, and nothing else. What is not there any more is forgotten; what is
 * somebody else's by now stays. It may be cut short anywhere: what it did not get to is still recorded.
 */
final class Down {
    private final Machine machine;
    private final Workshop workshop;
    private final Record record;
    private final String testbed;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @param workshop in which commands run */
    Down(Machine machine, Workshop workshop, Record record, String testbed) {
        this.machine = machine;
        this.workshop = workshop;
        this.record = record;
        this.testbed = testbed;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Forgets what cannot have outlived a reboot. */
    void forgetOtherBoots() {
        String boot = machine.boot();
        record.forget(record.entries().stream().filter(entry -> !entry.boot().equals(boot)
                && !Traces.kind(entry.trace()).survivesReboot()).toList());
    }

    /**
     * Removes these, the last first.
     *
     * @throws UserError where some of it is still there afterwards
     */
    void remove(Collection<Entry> entries) {
        List<Entry> left = new ArrayList<>(entries);
        Collections.reverse(left);
        Set<String> namespaces = new HashSet<>();
        left.stream().filter(entry -> entry.trace().type().equals(NamespaceTrace.TYPE))
                .forEach(entry -> namespaces.add(NamespaceTrace.name(entry.trace())));
        Map<String, String> inodes = new HashMap<>();
        namespaces.forEach(name -> Netns.identity(name).ifPresent(inode -> inodes.put(inode, name)));
        List<Entry> stage = new ArrayList<>();
        for (Entry entry : left) {
            TraceKind kind = Traces.kind(entry.trace());
            boolean alone = !kind.shared().isEmpty();
            if (!kind.goesWith(entry.trace()).isEmpty() && namespaces.contains(kind.goesWith(entry.trace()))
                    || alone && isUsedByOthers(entry)) {
                record.forget(List.of(entry));
            } else if (alone) {
                removeStage(stage);
                removeStage(new ArrayList<>(List.of(entry)));
            } else {
                stage.add(entry);
            }
        }
        removeStage(stage);
        inodes.forEach((inode, name) -> warnAboutProcesses(inode, name));
        if (!failures.isEmpty()) {
            throw new UserError("not everything of testbed " + testbed + " could be removed: "
                    + String.join("; ", failures), "'mqecn testbed down -f " + testbed + "' tries again");
        }
    }

    /** They keep the namespace, without its name and devices; they are not ours to end. */
    private void warnAboutProcesses(String inode, String namespace) {
        Processes processes = new Processes(machine);
        if (!Netns.exists(namespace)) {
            processes.inNamespace(inode).forEach(pid -> warnings.add("process " + pid + " (" + processes.name(pid)
                    + ") still runs in what was the namespace " + namespace + ", which mqecn did not start: end it"));
        }
    }

    private boolean isUsedByOthers(Entry entry) {
        return Record.others(machine, testbed).values().stream().flatMap(List::stream)
                .anyMatch(other -> Traces.isShared(other, entry.trace()));
    }

    /** Removes what is to be looked for at one time; the truth is read before and after. */
    private void removeStage(List<Entry> stage) {
        if (stage.isEmpty()) {
            return;
        }
        Truth before = new Truth(machine);
        List<Command> commands = new ArrayList<>();
        for (Entry entry : stage) {
            TraceKind kind = Traces.kind(entry.trace());
            switch (kind.find(entry.trace(), before)) {
                case OURS -> commands.addAll(kind.remove(entry.trace(), before));
                case FOREIGN -> warnings.add(entry.part() + " is not the one that mqecn made: it stays");
                case ABSENT -> { }
            }
        }
        Stream<String> said = Batch.of(commands).stream().map(batch -> batch.attempt(workshop));
        List<String> words = said.filter(text -> !text.isEmpty()).toList();
        Truth after = new Truth(machine);
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : stage) {
            if (Traces.kind(entry.trace()).find(entry.trace(), after) == TraceKind.Found.OURS) {
                failures.add(entry.part() + " is still there" + (words.isEmpty() ? "" : ": " + String.join("; ", words)));
            } else {
                gone.add(entry);
            }
        }
        record.forget(gone);
        stage.clear();
    }
}

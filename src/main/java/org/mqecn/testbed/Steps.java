// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Batch;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;

/** The commands that make and mend parts, in order; what they leave is recorded before they run. */
final class Steps {
    private final Machine machine;
    private final List<Command> commands = new ArrayList<>();
    /** What is recorded before a command runs. Commands are told apart by identity: two may say the same. */
    private final Map<Command, Entry> begins = new IdentityHashMap<>();

    Steps(Machine machine) {
        this.machine = machine;
    }

    void add(List<Command> more) {
        commands.addAll(more);
    }

    /** Adds the commands of a part of which this entry tells. */
    void add(List<Command> more, Entry entry) {
        if (!more.isEmpty()) {
            begins.put(more.get(0), entry);
        }
        commands.addAll(more);
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    List<String> lines() {
        return commands.stream().map(Command::line).toList();
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    /**
     * Runs them up to the first that fails.
     *
     * @param made takes the entries of what was made, or may have been
     * @param workshop in which they run
     * @return what they warned of
     * @throws org.mqecn.port.UserError with the command that failed
     */
    List<String> run(Workshop workshop, Record record, List<Entry> made) {
        List<String> warnings = new ArrayList<>();
        for (Batch batch : Batch.of(commands)) {
            Truth truth = new Truth(machine);
            List<Entry> entries = batch.commands().stream().filter(begins::containsKey).map(begins::get)
                    .map(entry -> entry.with(Traces.kind(entry.trace()).before(entry.trace(), truth))).toList();
            record.add(entries);
            made.addAll(entries);
            warnings.addAll(batch.run(workshop));
            record.add(entries.stream().filter(entry -> !Traces.kind(entry.trace()).after(entry.trace()).isEmpty())
                    .map(entry -> entry.with(Traces.kind(entry.trace()).after(entry.trace()))).toList());
        }
        return warnings;
    }
}

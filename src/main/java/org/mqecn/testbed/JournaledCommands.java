// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.host.CommandBatch;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;

/** Commands that create and repair resources. Each resource is recorded in the journal before its first command runs. */
final class JournaledCommands {
    private final LocalMachine machine;
    private final List<Command> commands = new ArrayList<>();
    /** The entry to record before a command runs. By identity: two commands may be equal. */
    private final Map<Command, StateEntry> entriesByFirstCommand = new IdentityHashMap<>();

    JournaledCommands(LocalMachine machine) {
        this.machine = machine;
    }

    void add(List<Command> more) {
        commands.addAll(more);
    }

    /** Adds the commands that create the resource of an entry. */
    void add(List<Command> more, StateEntry entry) {
        if (!more.isEmpty()) {
            entriesByFirstCommand.put(more.get(0), entry);
        }
        commands.addAll(more);
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    List<String> lines() {
        return commands.stream().map(Command::shellLine).toList();
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    /**
     * Runs the commands up to the first that fails.
     *
     * @param created receives the entries of resources that were, or may have been, created
     * @return warnings of the commands
     * @throws org.mqecn.value.UserError with the command that failed
     */
    List<String> run(CommandExecutor executor, StateJournal journal, List<StateEntry> created) {
        List<String> warnings = new ArrayList<>();
        for (CommandBatch batch : CommandBatch.of(commands)) {
            ObservedState state = new ObservedState(machine);
            List<StateEntry> entries = batch.commands().stream()
                    .filter(entriesByFirstCommand::containsKey)
                    .map(entriesByFirstCommand::get)
                    .map(entry -> entry.withAttributes(
                            ResourceTypes.of(entry.handle()).captureBefore(entry.handle(), state)))
                    .toList();
            journal.add(entries);
            created.addAll(entries);
            warnings.addAll(batch.run(executor));
            journal.add(entries.stream()
                    .filter(entry -> !ResourceTypes.of(entry.handle())
                            .captureAfter(entry.handle())
                            .isEmpty())
                    .map(entry -> entry.withAttributes(
                            ResourceTypes.of(entry.handle()).captureAfter(entry.handle())))
                    .toList());
        }
        return warnings;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** The testbeds of this machine: brings them up, takes them down, tells how they stand. */
public final class TestbedManager {
    private final LocalMachine machine;
    private final Function<Path, Testbed> reader;

    /** @param reader of testbeds' files */
    public TestbedManager(LocalMachine machine, Function<Path, Testbed> reader) {
        this.machine = machine;
        this.reader = reader;
    }

    /** Names of those that are up, or were begun. */
    public List<String> names() {
        return StateJournal.testbedNames(machine);
    }

    /** The file of one that is up; empty where it has not come up whole. */
    public Optional<Path> appliedFile(String name) {
        return StateJournal.appliedFile(machine, name);
    }

    /**
     * Brings a testbed up, or makes the one that is up like its file.
     *
     * @param text of its file, which is kept
     * @throws UserError where it cannot be done; what was done is taken back then
     */
    public ChangeOutcome up(Testbed testbed, String text) {
        machine.requireNetAdmin("bring up testbed " + testbed.name());
        boolean isNew = !StateJournal.exists(machine, testbed.name());
        Optional<Path> applied = StateJournal.appliedFile(machine, testbed.name());
        try (StateJournal journal = StateJournal.open(machine, testbed.name())) {
            try (CommandExecutor executor = CommandExecutor.open(machine, testbed.name())) {
                return up(testbed, journal, executor, applied, text);
            } catch (UserError failure) {
                if (isNew && journal.entries().isEmpty()) {
                    journal.delete();
                }
                throw failure;
            }
        }
    }

    private ChangeOutcome up(
            Testbed testbed, StateJournal journal, CommandExecutor executor, Optional<Path> applied, String text) {
        try {
            ChangeOutcome outcome = new Reconciler(machine, testbed).run(journal, executor);
            journal.saveAppliedFile(text);
            return outcome;
        } catch (UserError failure) {
            applied.ifPresent(file -> restore(journal, executor, file, failure));
            throw failure;
        }
    }

    private void restore(StateJournal journal, CommandExecutor executor, Path file, UserError failure) {
        try {
            new Reconciler(machine, reader.apply(file)).restore(journal, executor);
        } catch (UserError again) {
            throw new UserError(
                    failure.getMessage() + "; what was up before could not be brought back: " + again.getMessage(),
                    failure.remedy());
        }
    }

    /** The commands that {@link #up} would run now; from nothing, where this user may not look. */
    public ChangeOutcome planUp(Testbed testbed) {
        return new Reconciler(machine, testbed).plan(observe());
    }

    private ObservedState observe() {
        return machine.isNetAdmin() ? new ObservedState(machine) : ObservedState.empty(machine);
    }

    /**
     * Takes a testbed down: removes all that is recorded of it.
     *
     * @throws UserError where something could not be removed
     */
    public ChangeOutcome down(String name) {
        if (!StateJournal.exists(machine, name)) {
            return new ChangeOutcome(false, "no testbed " + name + " is up", List.of(), List.of());
        }
        machine.requireNetAdmin("take down testbed " + name);
        try (StateJournal journal = StateJournal.open(machine, name)) {
            int count = journal.entries().size();
            ResourceRemover remover = removeResources(journal, name);
            journal.delete();
            return new ChangeOutcome(
                    true, name + " is down: nothing is left of its " + count + " parts", List.of(), remover.warnings());
        }
    }

    private ResourceRemover removeResources(StateJournal journal, String name) {
        try (CommandExecutor executor = CommandExecutor.open(machine, name)) {
            ResourceRemover remover = new ResourceRemover(machine, executor, journal, name);
            remover.discardPreviousBoots();
            remover.remove(journal.entries());
            return remover;
        }
    }

    /** The data disk of one of its virtual machines. */
    public DataDiskMount dataDisk(Testbed testbed, String host) {
        return DataDiskMount.of(machine, testbed, host);
    }

    /** How every part of a testbed stands. */
    public StatusReport status(Testbed testbed) {
        machine.requireNetAdmin("look into the namespaces of testbed " + testbed.name());
        return StatusReport.of(testbed, machine);
    }

    /** The commands that make a testbed where nothing of it is. */
    public List<String> upScript(Testbed testbed) {
        ObservedState nothing = ObservedState.empty(machine);
        return ResourceGraph.of(testbed, machine).stream()
                .filter(resource -> !resource.observe(nothing).isInSync())
                .flatMap(resource -> resource.create(nothing).stream())
                .map(Command::shellLine)
                .toList();
    }

    /** The commands that remove it where it is as described. */
    public List<String> downScript(Testbed testbed) {
        ObservedState nothing = ObservedState.empty(machine);
        List<String> lines = new ArrayList<>();
        List<Resource> parts = ResourceGraph.of(testbed, machine);
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i)
                    .handle()
                    .filter(handle ->
                            ResourceTypes.of(handle).owningNamespace(handle).isEmpty())
                    .ifPresent(handle -> ResourceTypes.of(handle)
                            .remove(handle, nothing)
                            .forEach(command -> lines.add(command.shellLine())));
        }
        return lines;
    }
}

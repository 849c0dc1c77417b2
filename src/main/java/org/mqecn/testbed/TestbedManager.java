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
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** Brings the testbeds of this machine up and down and reports their status. */
public final class TestbedManager {
    private final LocalMachine machine;
    private final Function<Path, Testbed> reader;

    /** @param reader of testbed files */
    public TestbedManager(LocalMachine machine, Function<Path, Testbed> reader) {
        this.machine = machine;
        this.reader = reader;
    }

    /** Names of the testbeds that are up, completely or in part. */
    public List<String> names() {
        return StateJournal.testbedNames(machine);
    }

    /** The applied file of a testbed; empty if it is not completely up. */
    public Optional<Path> appliedFile(String name) {
        return StateJournal.appliedFile(machine, name);
    }

    /**
     * Brings a testbed up, or applies changes of its file to it.
     *
     * @param text of the file, which is saved
     * @throws UserError if that fails; changes are rolled back then
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
                    failure.getMessage() + "; the previous state could not be restored: " + again.getMessage(),
                    failure.remedy());
        }
    }

    /** Plans {@link #up} without running it; without privileges, as if nothing were up. */
    public ChangeOutcome planUp(Testbed testbed) {
        return new Reconciler(machine, testbed).plan(observe());
    }

    private ObservedState observe() {
        return machine.isNetAdmin() ? new ObservedState(machine) : ObservedState.empty(machine);
    }

    /**
     * Takes a testbed down: removes all of its recorded resources.
     *
     * @throws UserError if a resource could not be removed
     */
    public ChangeOutcome down(String name) {
        if (!StateJournal.exists(machine, name)) {
            return notUp(name);
        }
        machine.requireNetAdmin("take down testbed " + name);
        try (StateJournal journal = StateJournal.open(machine, name)) {
            ChangeOutcome planned = planDown(name);
            ResourceRemover remover = removeResources(journal, name);
            journal.delete();
            return new ChangeOutcome(true, planned.summary(), planned.commands(), remover.warnings());
        }
    }

    /** Plans {@link #down} without running it; without privileges, as if all recorded resources existed. */
    public ChangeOutcome planDown(String name) {
        if (!StateJournal.exists(machine, name)) {
            return notUp(name);
        }
        List<StateEntry> entries = ResourceRemover.surviving(machine, StateJournal.read(machine, name));
        return new ChangeOutcome(
                true,
                name + " is down: " + entries.size() + " resources removed",
                ResourceRemover.plan(machine, name, entries, observe()),
                List.of());
    }

    private static ChangeOutcome notUp(String name) {
        return ChangeOutcome.unchanged("no testbed " + name + " is up");
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

    /** Compares a testbed with its file. */
    public StatusReport status(Testbed testbed) {
        machine.requireNetAdmin("read the namespaces of testbed " + testbed.name());
        return StatusReport.of(testbed, machine);
    }

    /** The commands that create a testbed on a machine without any of its resources. */
    public List<String> upScript(Testbed testbed) {
        ObservedState empty = ObservedState.empty(machine);
        return ResourceGraph.of(testbed, machine).stream()
                .filter(resource -> !resource.observe(empty).isInSync())
                .flatMap(resource -> resource.create(empty).stream())
                .map(Command::shellLine)
                .toList();
    }

    /** The commands that remove a testbed that is in sync with its file. */
    public List<String> downScript(Testbed testbed) {
        ObservedState empty = ObservedState.empty(machine);
        List<String> lines = new ArrayList<>();
        List<Resource> resources = ResourceGraph.of(testbed, machine);
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources
                    .get(i)
                    .handle()
                    .filter(handle ->
                            ResourceTypes.of(handle).owningNamespace(handle).isEmpty())
                    .ifPresent(handle -> ResourceTypes.of(handle)
                            .remove(handle, empty)
                            .forEach(command -> lines.add(command.shellLine())));
        }
        return lines;
    }
}

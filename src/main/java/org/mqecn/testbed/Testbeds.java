// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.host.Outcome;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;

/** The testbeds of this machine: brings them up, takes them down, tells how they stand. */
public final class Testbeds {
    private final Machine machine;
    private final Function<Path, Testbed> reader;

    /** @param reader of testbeds' files */
    public Testbeds(Machine machine, Function<Path, Testbed> reader) {
        this.machine = machine;
        this.reader = reader;
    }

    /** Names of those that are up, or were begun. */
    public List<String> names() {
        return Record.names(machine);
    }

    /** The file of one that is up; empty where it has not come up whole. */
    public Optional<Path> file(String name) {
        return Record.applied(machine, name);
    }

    /**
     * Brings a testbed up, or makes the one that is up like its file.
     *
     * @param text of its file, which is kept
     * @throws UserError where it cannot be done; what was done is taken back then
     */
    public Outcome up(Testbed testbed, String text) {
        machine.requireNetAdmin("bring up testbed " + testbed.name());
        boolean isNew = !Record.exists(machine, testbed.name());
        Optional<Path> applied = Record.applied(machine, testbed.name());
        try (Record record = Record.open(machine, testbed.name())) {
            try (Workshop workshop = Workshop.open(machine, testbed.name())) {
                return up(testbed, record, workshop, applied, text);
            } catch (UserError failure) {
                if (isNew && record.entries().isEmpty()) {
                    record.delete();
                }
                throw failure;
            }
        }
    }

    private Outcome up(Testbed testbed, Record record, Workshop workshop, Optional<Path> applied, String text) {
        try {
            Outcome outcome = new Up(machine, testbed).run(record, workshop);
            record.keep(text);
            return outcome;
        } catch (UserError failure) {
            applied.ifPresent(file -> restore(record, workshop, file, failure));
            throw failure;
        }
    }

    private void restore(Record record, Workshop workshop, Path file, UserError failure) {
        try {
            new Up(machine, reader.apply(file)).restore(record, workshop);
        } catch (UserError again) {
            throw new UserError(failure.getMessage() + "; what was up before could not be brought back: "
                    + again.getMessage(), failure.remedy());
        }
    }

    /** The commands that {@link #up} would run now; from nothing, where this user may not look. */
    public Outcome plan(Testbed testbed) {
        return new Up(machine, testbed).plan(truth());
    }

    private Truth truth() {
        return machine.isNetAdmin() ? new Truth(machine) : Truth.ofNothing(machine);
    }

    /**
     * Takes a testbed down: removes all that is recorded of it.
     *
     * @throws UserError where something could not be removed
     */
    public Outcome down(String name) {
        if (!Record.exists(machine, name)) {
            return new Outcome(false, "no testbed " + name + " is up", List.of(), List.of());
        }
        machine.requireNetAdmin("take down testbed " + name);
        try (Record record = Record.open(machine, name)) {
            int count = record.entries().size();
            Down down = empty(record, name);
            record.delete();
            return new Outcome(true, name + " is down: nothing is left of its " + count + " parts", List.of(),
                    down.warnings());
        }
    }

    private Down empty(Record record, String name) {
        try (Workshop workshop = Workshop.open(machine, name)) {
            Down down = new Down(machine, workshop, record, name);
            down.forgetOtherBoots();
            down.remove(record.entries());
            return down;
        }
    }

    /** The data disk of one of its virtual machines. */
    public DataDisk dataDisk(Testbed testbed, String host) {
        return DataDisk.of(machine, testbed, host);
    }

    /** How every part of a testbed stands. */
    public Status status(Testbed testbed) {
        machine.requireNetAdmin("look into the namespaces of testbed " + testbed.name());
        return Status.of(testbed, machine);
    }

    /** The commands that make a testbed where nothing of it is. */
    public List<String> script(Testbed testbed) {
        Truth nothing = Truth.ofNothing(machine);
        return Parts.of(testbed, machine).stream().filter(part -> !part.look(nothing).isRight())
                .flatMap(part -> part.make(nothing).stream()).map(Command::line).toList();
    }

    /** The commands that remove it where it is as described. */
    public List<String> downScript(Testbed testbed) {
        Truth nothing = Truth.ofNothing(machine);
        List<String> lines = new ArrayList<>();
        List<Part> parts = Parts.of(testbed, machine);
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).trace().filter(trace -> Traces.kind(trace).goesWith(trace).isEmpty())
                    .ifPresent(trace -> Traces.kind(trace).remove(trace, nothing)
                            .forEach(command -> lines.add(command.line())));
        }
        return lines;
    }
}

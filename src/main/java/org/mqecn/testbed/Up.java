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
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.host.Outcome;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;

/**
 * Makes a testbed what it should be. What is there and right stays; what differs is mended, or removed and made anew;
 * what is missing is made; what is recorded and no longer wanted goes first. At the end everything is read back.
 *
 * <p>Removing or mending one part can take others with it (a device its routes), so that the looking and mending is
 * repeated until there is nothing left to do, a few times at most.
 */
final class Up {
    private static final int ROUNDS = 4;

    private final Machine machine;
    private final Testbed testbed;
    private final List<Part> parts;
    private final List<Entry> made = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Up(Machine machine, Testbed testbed) {
        this.machine = machine;
        this.testbed = testbed;
        this.parts = Parts.of(testbed, machine);
    }

    /** What would be done, were it done now. */
    Outcome plan(Truth truth) {
        List<Entry> entries = Record.read(machine, testbed.name());
        List<Entry> unwanted = unwanted(entries, truth);
        Truth left = truth.without(unwanted, Traces::kind);
        refuse(conflicts(entries, left));
        refuseContradictions();
        List<String> lines = new ArrayList<>();
        for (int i = unwanted.size() - 1; i >= 0; i--) {
            Trace trace = unwanted.get(i).trace();
            if (Traces.kind(trace).find(trace, truth) == TraceKind.Found.OURS) {
                Traces.kind(trace).remove(trace, truth).forEach(command -> lines.add(command.line()));
            }
        }
        lines.addAll(steps(entries, left).lines());
        return outcome(lines);
    }

    /**
     * Does it.
     *
     * @throws UserError where it cannot be done; what was done is taken back then
     */
    Outcome run(Record record, Workshop workshop) {
        Down down = new Down(machine, workshop, record, testbed.name());
        down.forgetOtherBoots();
        Truth truth = new Truth(machine);
        List<Entry> unwanted = unwanted(record.entries(), truth);
        Truth left = truth.without(unwanted, Traces::kind);
        refuse(conflicts(record.entries(), left));
        refuseContradictions();
        Steps first = steps(record.entries(), left);
        Requirements.check(machine, first.commands());
        record.add(inherited(record.entries(), left));
        if (unwanted.isEmpty() && first.isEmpty()) {
            return outcome(List.of());
        }
        try {
            reconcile(record, workshop, unwanted, truth);
        } catch (UserError failure) {
            throw takenBack(record, workshop, failure);
        }
        return outcome(commands);
    }

    private void reconcile(Record record, Workshop workshop, List<Entry> unwanted, Truth truth) {
        Down down = new Down(machine, workshop, record, testbed.name());
        down.remove(unwanted);
        warnings.addAll(down.warnings());
        settle(record, workshop, unwanted.isEmpty() ? truth : new Truth(machine));
    }

    /** What others have already made of that which testbeds have in common: it is kept for this one too. */
    private List<Entry> inherited(List<Entry> entries, Truth truth) {
        List<Part> right = parts.stream().filter(part -> part.trace().isPresent()
                && !Traces.kind(part.trace().get()).shared().isEmpty()
                && entries.stream().noneMatch(entry -> entry.part().equals(part.name()))
                && part.look(truth).isRight()).toList();
        List<Entry> others = right.isEmpty() ? List.of()
                : Record.others(machine, testbed.name()).values().stream().flatMap(List::stream).toList();
        return right.stream().flatMap(part -> others.stream()
                .filter(other -> Traces.isShared(other, part.trace().get())).limit(1)
                .map(other -> new Entry(other.boot(), part.name(), other.trace()))).toList();
    }

    private Outcome outcome(List<String> lines) {
        String count = parts.size() + " parts";
        return new Outcome(!lines.isEmpty(), lines.isEmpty()
                ? testbed.name() + " is up, all of its " + count + " as described"
                : testbed.name() + " is up: " + count, lines, warnings.stream().distinct().toList());
    }

    /** Makes and mends until everything is right. */
    private void settle(Record record, Workshop workshop, Truth first) {
        Truth truth = first;
        for (int round = 0; round < ROUNDS; round++) {
            Steps steps = steps(record.entries(), truth);
            if (steps.isEmpty()) {
                return;
            }
            commands.addAll(steps.lines());
            warnings.addAll(steps.run(workshop, record, made));
            workshop.giveTimeToFail(steps);
            truth = new Truth(machine);
            refuseWhatWentAway(truth);
        }
        readBack(differences(parts, truth));
    }

    /** What was made and is not there would not be there after another try either. */
    private void refuseWhatWentAway(Truth truth) {
        Set<String> names = made.stream().map(Entry::part).collect(Collectors.toSet());
        readBack(differences(parts.stream().filter(part -> names.contains(part.name())
                && !part.look(truth).present()).toList(), truth));
    }

    private static void readBack(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new UserError("read back, not all is as asked for: " + String.join("; ", wrong), "");
        }
    }

    private static List<String> differences(List<Part> parts, Truth truth) {
        List<String> lines = new ArrayList<>();
        for (Part part : parts) {
            Standing standing = part.look(truth);
            if (!standing.present()) {
                lines.add(part.name() + " is missing");
            }
            standing.differences().forEach(difference -> lines.add(part.name() + ": " + difference));
        }
        return lines;
    }

    /** What makes and mends, from what is there. */
    private Steps steps(List<Entry> entries, Truth truth) {
        Set<String> recorded = entries.stream().map(Entry::part).collect(Collectors.toSet());
        Steps steps = new Steps(machine);
        for (Part part : parts) {
            Standing standing = part.look(truth);
            if (!standing.isRight()) {
                List<Command> todo = standing.present() ? part.mend(truth) : part.make(truth);
                Optional<Entry> entry = part.trace()
                        .filter(trace -> !standing.present() || !recorded.contains(part.name()))
                        .map(trace -> new Entry(machine.boot(), part.name(), trace));
                if (entry.isPresent()) {
                    steps.add(todo, entry.get());
                } else {
                    steps.add(todo);
                }
            }
        }
        return steps;
    }

    /** What is recorded and has to go: it is not asked for any more, or is to be made anew. */
    private List<Entry> unwanted(List<Entry> entries, Truth truth) {
        Map<String, Part> wanted = new HashMap<>();
        parts.forEach(part -> wanted.put(part.name(), part));
        return entries.stream().filter(entry -> {
            Part part = wanted.get(entry.part());
            if (part == null || !entry.isOf(part.trace().orElseThrow())) {
                return true;
            }
            Standing standing = part.look(truth);
            return standing.present() && !standing.isRight() && part.mend(truth).isEmpty();
        }).toList();
    }

    /** What is there under a name of ours and is not recorded as ours. */
    private List<String> conflicts(List<Entry> entries, Truth truth) {
        Map<String, Entry> recorded = new HashMap<>();
        entries.forEach(entry -> recorded.put(entry.part(), entry));
        List<String> conflicts = new ArrayList<>();
        for (Part part : parts) {
            part.trace().filter(trace -> Traces.kind(trace).shared().isEmpty()).ifPresent(trace -> {
                boolean isOurs = recorded.containsKey(part.name()) && recorded.get(part.name()).isOf(trace);
                TraceKind.Found found = Traces.kind(trace)
                        .find(isOurs ? recorded.get(part.name()).trace() : trace, truth);
                if (found == TraceKind.Found.FOREIGN || found == TraceKind.Found.OURS && !isOurs) {
                    conflicts.add(part.name());
                }
            });
        }
        return conflicts;
    }

    private void refuse(List<String> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new UserError("what the testbed needs is there already and is not its own: "
                    + String.join(", ", conflicts), "remove it, or give the testbed another name");
        }
    }

    /** What testbeds have in common can be only as one of them wants it. */
    private void refuseContradictions() {
        List<String> lines = new ArrayList<>();
        Record.others(machine, testbed.name()).forEach((other, entries) -> entries.forEach(entry -> parts.stream()
                .flatMap(part -> part.trace().stream()).filter(trace -> trace.type().equals(entry.trace().type()))
                .flatMap(trace -> Traces.kind(trace).contradiction(trace, entry.trace()).stream())
                .forEach(line -> lines.add(line + " for testbed " + other))));
        if (!lines.isEmpty()) {
            throw new UserError("another testbed that is up wants it otherwise: " + String.join("; ", lines),
                    "take that one down first, or give both files the same value");
        }
    }

    /** Removes what this run made. */
    private UserError takenBack(Record record, Workshop workshop, UserError failure) {
        try {
            Set<String> names = new HashSet<>(made.stream().map(Entry::part).toList());
            new Down(machine, workshop, record, testbed.name())
                    .remove(record.entries().stream().filter(entry -> names.contains(entry.part())).toList());
            return new UserError(failure.getMessage() + "; what was made is taken back", failure.remedy());
        } catch (UserError again) {
            return new UserError(failure.getMessage() + "; not everything could be taken back: " + again.getMessage(),
                    "'mqecn testbed down -f " + testbed.name() + "' removes what is left");
        }
    }

    /** Brings this testbed back, after the file that was to take its place has failed. */
    void restore(Record record, Workshop workshop) {
        Truth truth = new Truth(machine);
        reconcile(record, workshop, unwanted(record.entries(), truth), truth);
    }
}

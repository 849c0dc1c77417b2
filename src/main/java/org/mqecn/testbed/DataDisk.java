// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.Machine;
import org.mqecn.host.Outcome;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import org.mqecn.testbed.vm.MachineCommands;
import org.mqecn.testbed.vm.MountTrace;
import org.mqecn.topology.Host;
import org.mqecn.topology.Testbed;

/**
 * The data disk of a virtual machine, as far as it is mounted on this machine while the virtual one is halted. That is
 * recorded as a part of the testbed which its file does not ask for: {@code up} and {@code down} end it.
 */
public final class DataDisk {
    private static final String MODULE = "nbd";

    private final Machine machine;
    private final String testbed;
    private final String host;
    private final Path file;

    private DataDisk(Machine machine, String testbed, String host) {
        this.machine = machine;
        this.testbed = testbed;
        this.host = host;
        this.file = new MachineCommands(machine).dataDisk(testbed, host);
    }

    /** @throws UserError where that host has none */
    static DataDisk of(Machine machine, Testbed testbed, String host) {
        List<String> names = testbed.hosts().stream().map(Host::name).toList();
        Host found = testbed.hosts().stream().filter(each -> each.name().equals(host)).findFirst()
                .orElseThrow(() -> UserError.usage("testbed " + testbed.name() + " has no host '" + host + "'",
                        Suggestion.among(host, names)));
        if (found.machine().isEmpty()) {
            throw UserError.usage(host + " is a namespace: it has no disk, but this machine's files",
                    "only hosts with 'kind: vm' have data disks");
        }
        if (found.machine().get().dataDisk().isEmpty()) {
            throw UserError.usage("the virtual machine " + host + " has no data disk",
                    "give it one in the testbed's file, for example 'data-disk: 1g', then 'mqecn testbed up'");
        }
        return new DataDisk(machine, testbed.name(), host);
    }

    private String part() {
        return "mount of data disk of " + host;
    }

    /** The commands that {@link #mount} would run now. */
    public Outcome planMount(Path folder, boolean readOnly) {
        Path place = real(folder);
        return mountedAlready(Record.read(machine, testbed), place)
                .orElseGet(() -> mounted(place, steps(place, readOnly).lines()));
    }

    /**
     * Mounts it.
     *
     * @param folder an empty one
     * @throws UserError where that cannot be done; what was done is taken back then
     */
    public Outcome mount(Path folder, boolean readOnly) {
        machine.requireNetAdmin("mount the data disk of " + host);
        Path place = real(folder);
        requireFile();
        try (Record record = Record.open(machine, testbed); Workshop workshop = Workshop.open(machine, testbed)) {
            return mountedAlready(record.entries(), place)
                    .orElseGet(() -> mount(place, steps(place, readOnly), record, workshop));
        }
    }

    private Outcome mount(Path place, Steps steps, Record record, Workshop workshop) {
        Requirements.check(machine, steps.commands());
        Down down = new Down(machine, workshop, record, testbed);
        down.forgetOtherBoots();
        down.remove(recorded(record.entries()).stream().toList());
        List<Entry> made = new ArrayList<>();
        try {
            steps.run(workshop, record, made);
            return mounted(place, steps.lines());
        } catch (UserError failure) {
            throw takenBack(new Down(machine, workshop, record, testbed), made, failure);
        }
    }

    private static UserError takenBack(Down down, List<Entry> made, UserError failure) {
        try {
            down.remove(made);
            return new UserError(failure.getMessage() + "; what was done is taken back", failure.remedy());
        } catch (UserError again) {
            return new UserError(failure.getMessage() + "; " + again.getMessage(), again.remedy());
        }
    }

    private Outcome mounted(Path place, List<String> commands) {
        return new Outcome(true, "the data disk of " + host + " is mounted on " + place + " until 'mqecn testbed disk "
                + host + " unmount', 'up' or 'down'", commands, List.of());
    }

    /** What loads the module of network block devices, where the kernel does not have them, and mounts it. */
    private Steps steps(Path place, boolean readOnly) {
        Steps steps = new Steps(machine);
        if (!Files.exists(device(0))) {
            steps.add(List.of(Command.of("modprobe", MODULE)),
                    new Entry(machine.boot(), "module " + MODULE, ModuleTrace.of(MODULE)));
        }
        Trace trace = MountTrace.of(file, "/dev/" + MODULE + free(), place);
        steps.add(MountTrace.make(trace, readOnly), new Entry(machine.boot(), part(), trace));
        return steps;
    }

    private Path device(int number) {
        return machine.root().resolve("sys/block").resolve(MODULE + number);
    }

    /** The first device that no process serves; where the module is not loaded yet, all of them will be free. */
    private int free() {
        int number = 0;
        while (Files.exists(device(number).resolve("pid"))) {
            number++;
        }
        if (number > 0 && !Files.exists(device(number))) {
            throw new UserError("all network block devices are connected",
                    "disconnect one, for example: qemu-nbd --disconnect /dev/nbd0");
        }
        return number;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UserError("there is no folder " + folder, "make it: mkdir -p " + folder);
        }
    }

    /** Whether it is mounted there; refuses what cannot be mounted, and where nothing can be. */
    private Optional<Outcome> mountedAlready(List<Entry> entries, Path place) {
        requireFile();
        Optional<String> where = recorded(entries).map(Entry::trace)
                .filter(trace -> MountTrace.isWhole(trace, machine)).map(MountTrace::folder);
        if (where.isPresent() && where.get().equals(place.toString())) {
            return Optional.of(Outcome.unchanged("the data disk of " + host + " is mounted on " + place));
        }
        if (where.isPresent()) {
            throw new UserError("the data disk of " + host + " is mounted already, on " + where.get(),
                    "unmount it first: mqecn testbed disk " + host + " unmount");
        }
        if (new MachineCommands(machine).isRunning(testbed, host)) {
            throw new UserError("the virtual machine " + host + " runs: its data disk is its own until it is halted",
                    "halt it: mqecn testbed halt " + host);
        }
        requireEmpty(place);
        return Optional.empty();
    }

    private void requireFile() {
        if (!Record.exists(machine, testbed) || !Files.exists(file)) {
            throw new UserError("the data disk of " + host + " is not there yet", "'mqecn testbed up' makes it");
        }
    }

    private static void requireEmpty(Path place) {
        try (Stream<Path> files = Files.list(place)) {
            if (files.findAny().isPresent()) {
                throw new UserError(place + " is not empty: what is in it would be hidden", "name an empty folder");
            }
        } catch (IOException e) {
            throw new UserError(place + " is not a folder that can be read", "name an empty folder");
        }
    }

    private Optional<Entry> recorded(List<Entry> entries) {
        return entries.stream().filter(entry -> entry.part().equals(part())).findFirst();
    }

    /** The commands that {@link #unmount} would run now. */
    public Outcome planUnmount() {
        Truth truth = new Truth(machine);
        List<String> lines = new ArrayList<>();
        for (Entry entry : leaving(Record.read(machine, testbed))) {
            if (Traces.kind(entry.trace()).find(entry.trace(), truth) == TraceKind.Found.OURS) {
                Traces.kind(entry.trace()).remove(entry.trace(), truth).forEach(command -> lines.add(command.line()));
            }
        }
        return lines.isEmpty() ? notMounted()
                : new Outcome(true, "the data disk of " + host + " is unmounted", lines, List.of());
    }

    /**
     * Unmounts it and gives it back.
     *
     * @throws UserError where somebody is using it
     */
    public Outcome unmount() {
        machine.requireNetAdmin("unmount the data disk of " + host);
        if (recorded(Record.read(machine, testbed)).isEmpty()) {
            return notMounted();
        }
        try (Record record = Record.open(machine, testbed); Workshop workshop = Workshop.open(machine, testbed)) {
            Outcome outcome = planUnmount();
            new Down(machine, workshop, record, testbed).remove(leaving(record.entries()));
            return outcome;
        } catch (UserError failure) {
            throw new UserError(failure.getMessage(), "end what uses it: 'fuser -vm' and the folder lists that");
        }
    }

    /** The mount and, with the last one, the module. */
    private List<Entry> leaving(List<Entry> entries) {
        boolean last = entries.stream().filter(entry -> entry.trace().type().equals(MountTrace.TYPE)).count() == 1;
        return entries.stream().filter(entry -> entry.part().equals(part())
                || last && entry.part().equals("module " + MODULE)).toList();
    }

    private Outcome notMounted() {
        return Outcome.unchanged("the data disk of " + host + " is not mounted");
    }
}

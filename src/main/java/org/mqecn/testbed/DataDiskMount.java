// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.Command;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.resources.ModuleType;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.testbed.vm.MountType;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.topology.Host;
import org.mqecn.topology.Testbed;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * The data disk of a virtual machine, as far as it is mounted on this machine while the virtual one is halted. That is
 * recorded as a part of the testbed which its file does not ask for: {@code up} and {@code down} end it.
 */
public final class DataDiskMount {
    private static final String MODULE = "nbd";

    private final LocalMachine machine;
    private final String testbed;
    private final String host;
    private final Path file;

    private DataDiskMount(LocalMachine machine, String testbed, String host) {
        this.machine = machine;
        this.testbed = testbed;
        this.host = host;
        this.file = new VirtualMachineController(machine).dataDisk(testbed, host);
    }

    /** @throws UserError where that host has none */
    static DataDiskMount of(LocalMachine machine, Testbed testbed, String host) {
        List<String> names = testbed.hosts().stream().map(Host::name).toList();
        Host found = testbed.hosts().stream()
                .filter(each -> each.name().equals(host))
                .findFirst()
                .orElseThrow(() -> UserError.usage(
                        "testbed " + testbed.name() + " has no host '" + host + "'", Suggestion.of(host, names)));
        if (found.virtualMachine().isEmpty()) {
            throw UserError.usage(
                    host + " is a namespace: it has no disk, but this machine's files",
                    "only hosts with 'kind: vm' have data disks");
        }
        if (found.virtualMachine().get().dataDisk().isEmpty()) {
            throw UserError.usage(
                    "the virtual machine " + host + " has no data disk",
                    "give it one in the testbed's file, for example 'data-disk: 1g', then 'mqecn testbed up'");
        }
        return new DataDiskMount(machine, testbed.name(), host);
    }

    private String resourceName() {
        return "mount of data disk of " + host;
    }

    /** The commands that {@link #mount} would run now. */
    public ChangeOutcome planMount(Path folder, boolean readOnly) {
        Path place = resolve(folder);
        return checkMountable(StateJournal.read(machine, testbed), place)
                .orElseGet(() ->
                        mountedOutcome(place, planCommands(place, readOnly).lines()));
    }

    /**
     * Mounts it.
     *
     * @param folder an empty one
     * @throws UserError where that cannot be done; what was done is taken back then
     */
    public ChangeOutcome mount(Path folder, boolean readOnly) {
        machine.requireNetAdmin("mount the data disk of " + host);
        Path place = resolve(folder);
        requireDisk();
        try (StateJournal journal = StateJournal.open(machine, testbed);
                CommandExecutor executor = CommandExecutor.open(machine, testbed)) {
            return checkMountable(journal.entries(), place)
                    .orElseGet(() -> mount(place, planCommands(place, readOnly), journal, executor));
        }
    }

    private ChangeOutcome mount(
            Path place, JournaledCommands journaledCommands, StateJournal journal, CommandExecutor executor) {
        Prerequisites.check(machine, journaledCommands.commands());
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed);
        remover.discardPreviousBoots();
        remover.remove(findEntry(journal.entries()).stream().toList());
        List<StateEntry> made = new ArrayList<>();
        try {
            journaledCommands.run(executor, journal, made);
            return mountedOutcome(place, journaledCommands.lines());
        } catch (UserError failure) {
            throw rollBack(new ResourceRemover(machine, executor, journal, testbed), made, failure);
        }
    }

    private static UserError rollBack(ResourceRemover remover, List<StateEntry> made, UserError failure) {
        try {
            remover.remove(made);
            return new UserError(failure.getMessage() + "; what was done is taken back", failure.remedy());
        } catch (UserError again) {
            return new UserError(failure.getMessage() + "; " + again.getMessage(), again.remedy());
        }
    }

    private ChangeOutcome mountedOutcome(Path place, List<String> commands) {
        return new ChangeOutcome(
                true,
                "the data disk of " + host + " is mounted on " + place + " until 'mqecn testbed disk " + host
                        + " unmount', 'up' or 'down'",
                commands,
                List.of());
    }

    /** What loads the module of network block devices, where the kernel does not have them, and mounts it. */
    private JournaledCommands planCommands(Path place, boolean readOnly) {
        JournaledCommands journaledCommands = new JournaledCommands(machine);
        if (!Files.exists(blockDevice(0))) {
            journaledCommands.add(
                    List.of(Command.of("modprobe", MODULE)),
                    new StateEntry(machine.bootId(), "module " + MODULE, ModuleType.of(MODULE)));
        }
        ResourceHandle handle = MountType.of(file, "/dev/" + MODULE + findFreeDevice(), place);
        journaledCommands.add(
                MountType.mountCommands(handle, readOnly), new StateEntry(machine.bootId(), resourceName(), handle));
        return journaledCommands;
    }

    private Path blockDevice(int number) {
        return machine.root().resolve("sys/block").resolve(MODULE + number);
    }

    /** The first device that no process serves; where the module is not loaded yet, all of them will be free. */
    private int findFreeDevice() {
        int number = 0;
        while (Files.exists(blockDevice(number).resolve("pid"))) {
            number++;
        }
        if (number > 0 && !Files.exists(blockDevice(number))) {
            throw new UserError(
                    "all network block devices are connected",
                    "disconnect one, for example: qemu-nbd --disconnect /dev/nbd0");
        }
        return number;
    }

    private static Path resolve(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UserError("there is no folder " + folder, "make it: mkdir -p " + folder);
        }
    }

    /** Whether it is mounted there; refuses what cannot be mounted, and where nothing can be. */
    private Optional<ChangeOutcome> checkMountable(List<StateEntry> entries, Path place) {
        requireDisk();
        Optional<String> where = findEntry(entries)
                .map(StateEntry::handle)
                .filter(handle -> MountType.isComplete(handle, machine))
                .map(MountType::mountPoint);
        if (where.isPresent() && where.get().equals(place.toString())) {
            return Optional.of(ChangeOutcome.unchanged("the data disk of " + host + " is mounted on " + place));
        }
        if (where.isPresent()) {
            throw new UserError(
                    "the data disk of " + host + " is mounted already, on " + where.get(),
                    "unmount it first: mqecn testbed disk " + host + " unmount");
        }
        if (new VirtualMachineController(machine).isRunning(testbed, host)) {
            throw new UserError(
                    "the virtual machine " + host + " runs: its data disk is its own until it is halted",
                    "halt it: mqecn testbed halt " + host);
        }
        requireEmpty(place);
        return Optional.empty();
    }

    private void requireDisk() {
        if (!StateJournal.exists(machine, testbed) || !Files.exists(file)) {
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

    private Optional<StateEntry> findEntry(List<StateEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.resource().equals(resourceName()))
                .findFirst();
    }

    /** The commands that {@link #unmount} would run now. */
    public ChangeOutcome planUnmount() {
        ObservedState state = new ObservedState(machine);
        List<String> lines = new ArrayList<>();
        for (StateEntry entry : entriesToRemove(StateJournal.read(machine, testbed))) {
            if (ResourceTypes.of(entry.handle()).detect(entry.handle(), state) == ResourceType.Presence.OWNED) {
                ResourceTypes.of(entry.handle())
                        .remove(entry.handle(), state)
                        .forEach(command -> lines.add(command.shellLine()));
            }
        }
        return lines.isEmpty()
                ? notMountedOutcome()
                : new ChangeOutcome(true, "the data disk of " + host + " is unmounted", lines, List.of());
    }

    /**
     * Unmounts it and gives it back.
     *
     * @throws UserError where somebody is using it
     */
    public ChangeOutcome unmount() {
        machine.requireNetAdmin("unmount the data disk of " + host);
        if (findEntry(StateJournal.read(machine, testbed)).isEmpty()) {
            return notMountedOutcome();
        }
        try (StateJournal journal = StateJournal.open(machine, testbed);
                CommandExecutor executor = CommandExecutor.open(machine, testbed)) {
            ChangeOutcome outcome = planUnmount();
            new ResourceRemover(machine, executor, journal, testbed).remove(entriesToRemove(journal.entries()));
            return outcome;
        } catch (UserError failure) {
            throw new UserError(failure.getMessage(), "end what uses it: 'fuser -vm' and the folder lists that");
        }
    }

    /** The mount and, with the last one, the module. */
    private List<StateEntry> entriesToRemove(List<StateEntry> entries) {
        boolean last = entries.stream()
                        .filter(entry -> entry.handle().type().equals(MountType.TYPE))
                        .count()
                == 1;
        return entries.stream()
                .filter(entry -> entry.resource().equals(resourceName())
                        || last && entry.resource().equals("module " + MODULE))
                .toList();
    }

    private ChangeOutcome notMountedOutcome() {
        return ChangeOutcome.unchanged("the data disk of " + host + " is not mounted");
    }
}

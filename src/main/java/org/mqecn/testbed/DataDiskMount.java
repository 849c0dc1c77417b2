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
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.testbed.vm.MountType;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.topology.Host;
import org.mqecn.topology.Testbed;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * Mounts the data disk of a halted virtual machine on this machine. The mount is recorded as a resource of the testbed
 * that is not in its file: {@code up} and {@code down} therefore unmount it.
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

    /** @throws UserError if the host has no data disk */
    static DataDiskMount of(LocalMachine machine, Testbed testbed, String host) {
        List<String> names = testbed.hosts().stream().map(Host::name).toList();
        Host found = testbed.hosts().stream()
                .filter(each -> each.name().equals(host))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "testbed " + testbed.name() + " has no host '" + host + "'", Suggestion.of(host, names)));
        if (found.virtualMachine().isEmpty()) {
            throw UserError.usage(
                    host + " is a namespace: it has no data disk", "only hosts with 'kind: vm' have data disks");
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

    /** Plans {@link #mount} without running it. */
    public ChangeOutcome planMount(Path folder, boolean readOnly) {
        Path target = resolve(folder);
        return checkMountable(StateJournal.read(machine, testbed), target)
                .orElseGet(() ->
                        mountedOutcome(target, planCommands(target, readOnly).lines()));
    }

    /**
     * Mounts the disk.
     *
     * @param folder an empty folder
     * @throws UserError if that fails; changes are rolled back then
     */
    public ChangeOutcome mount(Path folder, boolean readOnly) {
        machine.requireNetAdmin("mount the data disk of " + host);
        Path target = resolve(folder);
        requireDisk();
        try (StateJournal journal = StateJournal.open(machine, testbed);
                CommandExecutor executor = CommandExecutor.open(machine, testbed)) {
            return checkMountable(journal.entries(), target)
                    .orElseGet(() -> mount(target, planCommands(target, readOnly), journal, executor));
        }
    }

    private ChangeOutcome mount(
            Path target, JournaledCommands journaledCommands, StateJournal journal, CommandExecutor executor) {
        Prerequisites.check(machine, journaledCommands.commands());
        ResourceRemover remover = new ResourceRemover(machine, executor, journal, testbed);
        remover.discardPreviousBoots();
        remover.remove(findEntry(journal.entries()).stream().toList());
        List<StateEntry> created = new ArrayList<>();
        try {
            journaledCommands.run(executor, journal, created);
            return mountedOutcome(target, journaledCommands.lines());
        } catch (UserError failure) {
            throw new ResourceRemover(machine, executor, journal, testbed).rollBack(created, failure);
        }
    }

    private ChangeOutcome mountedOutcome(Path target, List<String> commands) {
        return new ChangeOutcome(
                true,
                "the data disk of " + host + " is mounted on " + target + " until 'mqecn testbed disk " + host
                        + " unmount', 'up' or 'down'",
                commands,
                List.of());
    }

    /** Plans to load the module of network block devices, if needed, and to mount the disk. */
    private JournaledCommands planCommands(Path target, boolean readOnly) {
        JournaledCommands journaledCommands = new JournaledCommands(machine);
        if (!Files.exists(blockDevice(0))) {
            journaledCommands.add(
                    List.of(Command.of("modprobe", MODULE)),
                    new StateEntry(machine.bootId(), "module " + MODULE, ModuleType.of(MODULE)));
        }
        ResourceHandle handle = MountType.of(file, "/dev/" + MODULE + findFreeDevice(), target);
        journaledCommands.add(
                MountType.mountCommands(handle, readOnly), new StateEntry(machine.bootId(), resourceName(), handle));
        return journaledCommands;
    }

    private Path blockDevice(int number) {
        return machine.root().resolve("sys/block").resolve(MODULE + number);
    }

    /** Finds the first unconnected device. Before the module is loaded, all are free. */
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
            throw new UserError("there is no folder " + folder, "create it: mkdir -p " + folder);
        }
    }

    /** The outcome if the disk is already mounted there; fails if it cannot be mounted. */
    private Optional<ChangeOutcome> checkMountable(List<StateEntry> entries, Path target) {
        requireDisk();
        Optional<String> mountPoint = findEntry(entries)
                .map(StateEntry::handle)
                .filter(handle -> MountType.isComplete(handle, machine))
                .map(MountType::mountPoint);
        if (mountPoint.isPresent() && mountPoint.get().equals(target.toString())) {
            return Optional.of(ChangeOutcome.unchanged("the data disk of " + host + " is mounted on " + target));
        }
        if (mountPoint.isPresent()) {
            throw new UserError(
                    "the data disk of " + host + " is already mounted on " + mountPoint.get(),
                    "unmount it first: mqecn testbed disk " + host + " unmount");
        }
        if (new VirtualMachineController(machine).isRunning(testbed, host)) {
            throw new UserError(
                    "the virtual machine " + host + " is running: it uses its data disk",
                    "halt it: mqecn testbed halt " + host);
        }
        requireEmpty(target);
        return Optional.empty();
    }

    private void requireDisk() {
        if (!StateJournal.exists(machine, testbed) || !Files.exists(file)) {
            throw new UserError("the data disk of " + host + " does not exist yet", "'mqecn testbed up' creates it");
        }
    }

    private static void requireEmpty(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new UserError(target + " is not empty: the mount would hide its files", "name an empty folder");
            }
        } catch (IOException e) {
            throw new UserError(target + " is not a readable folder", "name an empty folder");
        }
    }

    private Optional<StateEntry> findEntry(List<StateEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.resource().equals(resourceName()))
                .findFirst();
    }

    /** Plans {@link #unmount} without running it. */
    public ChangeOutcome planUnmount() {
        List<String> lines = ResourceTypes.removalCommands(
                entriesToRemove(StateJournal.read(machine, testbed)), new ObservedState(machine));
        return lines.isEmpty()
                ? notMountedOutcome()
                : new ChangeOutcome(true, "the data disk of " + host + " is unmounted", lines, List.of());
    }

    /**
     * Unmounts the disk.
     *
     * @throws UserError if a process is using it
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
            throw new UserError(failure.getMessage(), "end the processes that use it: 'fuser -vm FOLDER' lists them");
        }
    }

    /** The entry of the mount and, for the last mount, of the module. */
    private List<StateEntry> entriesToRemove(List<StateEntry> entries) {
        boolean isLastMount = entries.stream()
                        .filter(entry -> entry.handle().type().equals(MountType.TYPE))
                        .count()
                == 1;
        return entries.stream()
                .filter(entry -> entry.resource().equals(resourceName())
                        || isLastMount && entry.resource().equals("module " + MODULE))
                .toList();
    }

    private ChangeOutcome notMountedOutcome() {
        return ChangeOutcome.unchanged("the data disk of " + host + " is not mounted");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * The machine and network namespace in which changes are made.
 *
 * @param namespace name of the network namespace, which the calling thread has entered; empty for mqecn's own
 * @param dryRun whether commands are only listed
 * @param progress receives a line before what takes long
 */
public record ChangeContext(
        LocalMachine machine, CommandRunner runner, String namespace, boolean dryRun, Consumer<String> progress) {
    /** The context of this machine. */
    public static ChangeContext onThisMachine(String namespace, boolean dryRun) {
        return new ChangeContext(LocalMachine.current(), new CommandRunner(), namespace, dryRun, line -> {});
    }

    /** The same context, which reports progress. */
    public ChangeContext withProgress(Consumer<String> receiver) {
        return new ChangeContext(machine, runner, namespace, dryRun, receiver);
    }

    public NetnsCommands commands() {
        return new NetnsCommands(namespace);
    }

    KernelModule module(QdiscKind kind) {
        return new KernelModule(machine, kind);
    }

    DeviceStateStore stateStore() {
        return new DeviceStateStore(machine.runtimeFolder());
    }

    /**
     * Runs a plan and then a check, unless this is a dry run.
     *
     * @param action what the plan does, for the message about missing permission
     * @return the warnings that the commands printed
     */
    public List<String> execute(String action, CommandPlan commandPlan, Runnable check) {
        if (dryRun) {
            return List.of();
        }
        machine.requireNetAdmin(action);
        return commandPlan.run(runner, check);
    }

    /**
     * Makes a change while no other process makes one under the same lock. What changes nothing needs no lock.
     *
     * @param file that is locked
     */
    public <T> T withLock(Path file, Supplier<T> change) {
        if (dryRun || !machine.isNetAdmin()) {
            return change.get();
        }
        try {
            LockFile lock = LockFile.acquire(file);
            try (lock) {
                return change.get();
            }
        } catch (IOException e) {
            throw new UserError("cannot lock " + file + ": " + IoErrors.reason(e), "run mqecn as root (with sudo)");
        }
    }

    /**
     * The kernel's state after a plan.
     *
     * @param warnings those that the commands printed
     */
    record ReadBack<T>(List<String> warnings, T state) {}

    /**
     * Runs a plan and reads the state back. Not for dry runs.
     *
     * @param readBack reads and checks the state; the plan is rolled back if it throws
     */
    <T> ReadBack<T> executeAndReadBack(String action, CommandPlan commandPlan, Supplier<T> readBack) {
        AtomicReference<T> state = new AtomicReference<>();
        List<String> warnings = execute(action, commandPlan, () -> state.set(readBack.get()));
        return new ReadBack<>(warnings, state.get());
    }

    /**
     * Finds a device. A dry run continues without it, with a warning: its commands may be for another machine.
     *
     * @throws UserError if there is no such device
     */
    Optional<DeviceLink> findDevice(RtnetlinkReader reader, String device, List<String> warnings) {
        try {
            return Optional.of(reader.readLink(device));
        } catch (UserError e) {
            if (!dryRun) {
                throw e;
            }
            warnings.add(e.getMessage() + ": these are the commands for a device with default settings");
            return Optional.empty();
        }
    }

    /**
     * Removes a qdisc. A transmit queue below {@code mq} would be left without one, and drop all packets: there the
     * kernel's default takes its place.
     *
     * @param parent as tc prints it
     * @param qdiscs of the device
     */
    Command removeQdiscCommand(String device, String parent, List<Qdisc> qdiscs) {
        boolean belowMq = qdiscs.stream()
                .filter(qdisc -> qdisc.kind().equals("mq") || qdisc.kind().equals("mqprio"))
                .anyMatch(qdisc -> parent.startsWith("parent " + qdisc.handleText()));
        return belowMq
                ? qdiscCommand(device, parent, "replace", List.of(defaultQdisc()))
                : qdiscCommand(device, parent, "del", List.of());
    }

    /** The sysctl is visible in the initial network namespace only. */
    private String defaultQdisc() {
        return SmallFile.read(machine.sysctlFile("net.core.default_qdisc")).orElse("pfifo_fast");
    }

    /** {@code tc qdisc replace dev DEV root handle 5: fq_codel limit 77}. */
    Command putBackCommand(String device, EarlierQdisc qdisc) {
        return qdiscCommand(device, qdisc.parent(), "replace", qdisc.words());
    }

    /**
     * {@code tc qdisc VERB dev DEV root ARGUMENTS}.
     *
     * @param parent as tc prints it: {@code root} or {@code parent 1:2}
     */
    Command qdiscCommand(String device, String parent, String verb, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("qdisc", verb, "dev", device));
        words.addAll(List.of(parent.split(" ")));
        words.addAll(arguments);
        return commands().tcWithPlugins(machine, words);
    }

    /**
     * Checks the state that was read back.
     *
     * @throws UserError if it differs from the request
     */
    static void requireNoDifferences(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new UserError(
                    "kernel state differs from the request: " + String.join("; ", differences),
                    "module and mqecn may have different versions: 'mqecn module build'");
        }
    }
}

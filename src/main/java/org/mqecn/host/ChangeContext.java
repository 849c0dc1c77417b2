// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/**
 * Where changes are made, and whether they are.
 *
 * @param namespace name of the network namespace, which this thread is in already; empty for mqecn's own
 * @param dryRun whether commands are only listed
 */
public record ChangeContext(LocalMachine machine, CommandRunner runner, String namespace, boolean dryRun) {
    /** A session on this machine. */
    public static ChangeContext onThisMachine(String namespace, boolean dryRun) {
        return new ChangeContext(LocalMachine.current(), new CommandRunner(), namespace, dryRun);
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
     * Runs a plan and the check behind it, unless this is a dry run.
     *
     * @param what it does, for the message to those who may not
     * @return what commands warned of
     */
    public List<String> execute(String what, CommandPlan commandPlan, Runnable check) {
        if (dryRun) {
            return List.of();
        }
        machine.requireNetAdmin(what);
        return commandPlan.run(runner, check);
    }

    /**
     * The device of that name. A dry run goes on without it, with a warning: its commands may be for another machine.
     *
     * @throws UserError where there is none
     */
    Optional<DeviceLink> findDevice(RtnetlinkReader reader, String device, List<String> warnings) {
        try {
            return Optional.of(reader.readLink(device));
        } catch (UserError e) {
            if (!dryRun) {
                throw e;
            }
            warnings.add(e.getMessage() + ": these are the commands for a device that is as it usually is");
            return Optional.empty();
        }
    }

    /** {@code tc qdisc del dev DEV root}. */
    Command deleteQdiscCommand(Port port) {
        return qdiscCommand(port.device(), port.parent(), "del", List.of());
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
     * Refuses what was read back.
     *
     * @throws UserError where there are differences from what was asked for
     */
    static void requireNoDifferences(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new UserError(
                    "read back, not all is as asked for: " + String.join("; ", differences),
                    "module and mqecn may be of different versions: 'mqecn module build'");
        }
    }
}

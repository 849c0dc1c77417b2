// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.Kernel;
import org.mqecn.netlink.Link;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/**
 * Where changes are made, and whether they are.
 *
 * @param namespace name of the network namespace, which this thread is in already; empty for mqecn's own
 * @param dryRun whether commands are only listed
 */
public record Session(Machine machine, CommandRunner runner, String namespace, boolean dryRun) {
    /** A session on this machine. */
    public static Session local(String namespace, boolean dryRun) {
        return new Session(Machine.local(), new CommandRunner(), namespace, dryRun);
    }

    public Commands commands() {
        return new Commands(machine, namespace);
    }

    KernelModule module(QdiscKind kind) {
        return new KernelModule(machine, kind);
    }

    Memory memory() {
        return new Memory(machine.memory());
    }

    /**
     * Runs a plan and the check behind it, unless this is a dry run.
     *
     * @param what it does, for the message to those who may not
     * @return what commands warned of
     */
    public List<String> carryOut(String what, Plan plan, Runnable check) {
        if (dryRun) {
            return List.of();
        }
        machine.requireNetAdmin(what);
        return plan.run(runner, check);
    }

    /**
     * The device of that name. A dry run goes on without it, with a warning: its commands may be for another machine.
     *
     * @throws UserError where there is none
     */
    Optional<Link> find(Kernel kernel, String device, List<String> warnings) {
        try {
            return Optional.of(kernel.link(device));
        } catch (UserError e) {
            if (!dryRun) {
                throw e;
            }
            warnings.add(e.getMessage() + ": these are the commands for a device that is as it usually is");
            return Optional.empty();
        }
    }

    /** {@code tc qdisc VERB dev DEV root}, where a port is. */
    List<String> at(Port port, String verb) {
        return at(port.device(), port.parent(), verb);
    }

    /** @param place as tc words it: {@code root} or {@code parent 1:2} */
    List<String> at(String device, String place, String verb) {
        List<String> command = commands().tc("qdisc", verb, "dev", device);
        command.addAll(List.of(place.split(" ")));
        return command;
    }

    /**
     * Refuses what was read back.
     *
     * @throws UserError where there are differences from what was asked for
     */
    static void refuse(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new UserError("read back, not all is as asked for: " + String.join("; ", differences),
                    "module and mqecn may be of different versions: 'mqecn module build'");
        }
    }
}

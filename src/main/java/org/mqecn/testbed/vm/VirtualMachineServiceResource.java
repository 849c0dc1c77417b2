// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.host.Command;
import org.mqecn.testbed.resources.ProcessType;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A service in a virtual machine. It ends when the machine is halted.
 *
 * @param folder of the service, in the machine
 */
record VirtualMachineServiceResource(
        VirtualMachineResource virtualMachine, String service, String folder, ServiceCommands serviceCommands)
        implements Resource {
    @Override
    public String name() {
        return "service " + service + " on " + host();
    }

    private String host() {
        return virtualMachine.commandLine().host().name();
    }

    private String pidFile() {
        return folder + ".pid";
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return virtualMachine.observeInside(
                name(),
                state,
                Command.of("start-stop-daemon", "--status", "--pidfile", pidFile()),
                result -> result.succeeded() ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING);
    }

    /** Starts the service with one script: processes are expensive in an emulated guest. */
    @Override
    public List<Command> create(ObservedState state) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder)));
        commands.addAll(serviceCommands.prepare());
        commands.add(ProcessType.start(pidFile(), Optional.empty(), serviceCommands.foreground()));
        String script = commands.stream().map(Command::shellLine).collect(Collectors.joining("\n", "set -e\n", "\n"));
        return List.of(VirtualMachineController.execCommand(
                virtualMachine.commandLine().files().testbed(), host(), new Command(List.of("sh"), script)));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}

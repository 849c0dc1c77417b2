// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.host.Command;
import org.mqecn.testbed.resources.ServiceCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.value.UserError;

/**
 * A service in a virtual machine. It goes with the machine.
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
        return virtualMachine.observe(state).isInSync()
                ? state.cached(name(), ResourceStatus.class, () -> query(state))
                : ResourceStatus.MISSING;
    }

    private ResourceStatus query(ObservedState state) {
        try {
            boolean runs = new VirtualMachineController(state.machine())
                    .executeNow(
                            virtualMachine.commandLine().files(),
                            Command.of("start-stop-daemon", "--status", "--pidfile", pidFile()))
                    .succeeded();
            return runs ? ResourceStatus.IN_SYNC : ResourceStatus.MISSING;
        } catch (UserError e) {
            return ResourceStatus.MISSING;
        }
    }

    /** One script, as each process there costs much where instructions are translated. */
    @Override
    public List<Command> create(ObservedState state) {
        List<Command> commands = new ArrayList<>(List.of(Command.of("mkdir", "-p", folder)));
        commands.addAll(serviceCommands.prepare());
        List<String> start = new ArrayList<>(List.of(
                "start-stop-daemon",
                "--start",
                "--background",
                "--make-pidfile",
                "--pidfile",
                pidFile(),
                "--startas",
                "/usr/bin/env",
                "--"));
        start.addAll(serviceCommands.foreground());
        commands.add(Command.of(start));
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

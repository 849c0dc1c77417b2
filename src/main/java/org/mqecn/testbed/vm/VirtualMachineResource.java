// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mqecn.host.Accelerator;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.value.UserError;

/**
 * A running virtual machine.
 *
 * @param namespace of its tap devices
 * @param commandLine of QEMU; the accelerator is chosen when the machine is started
 */
record VirtualMachineResource(String namespace, QemuCommandLine commandLine) implements Resource {
    @Override
    public String name() {
        return "machine " + commandLine.host().name();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (state.isKnownAbsent(handle().orElseThrow())) {
            return ResourceStatus.MISSING;
        }
        return new VirtualMachineController(state.machine())
                .findProcess(commandLine.files())
                .map(process -> ResourceStatus.ofDifferences(differences(process)))
                .orElse(ResourceStatus.MISSING);
    }

    /**
     * Observes a resource inside the machine by running a command there.
     *
     * @param name of the resource
     * @param status maps the result of the command
     * @return missing if the machine is not in sync; a difference with the reason if the guest agent does not respond
     */
    ResourceStatus observeInside(
            String name, ObservedState state, Command query, Function<CommandResult, ResourceStatus> status) {
        return observe(state).isInSync()
                ? state.cached(name, ResourceStatus.class, () -> query(state, query, status))
                : ResourceStatus.MISSING;
    }

    private ResourceStatus query(ObservedState state, Command query, Function<CommandResult, ResourceStatus> status) {
        try {
            return status.apply(new VirtualMachineController(state.machine()).executeNow(commandLine.files(), query));
        } catch (UserError e) {
            return ResourceStatus.ofDifferences(List.of(e.getMessage()));
        }
    }

    private List<String> differences(QemuProcess process) {
        List<String> wanted = withAccelerator(process.accelerator()).arguments();
        List<String> extra = new ArrayList<>(process.arguments());
        wanted.forEach(extra::remove);
        List<String> missing = new ArrayList<>(wanted);
        process.arguments().forEach(missing::remove);
        return missing.isEmpty() && extra.isEmpty()
                ? List.of()
                : List.of("command line has '" + String.join(" ", extra) + "' instead of '" + String.join(" ", missing)
                        + "'");
    }

    private QemuCommandLine withAccelerator(Accelerator accelerator) {
        return new QemuCommandLine(
                commandLine.files(),
                commandLine.host(),
                commandLine.image(),
                accelerator,
                commandLine.interfaces(),
                commandLine.videoDisk());
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(
                Command.of("mkdir", "-p", commandLine.files().runtimeDirectory().toString()),
                new NetnsCommands(namespace)
                        .exec(Command.of(withAccelerator(Accelerator.detect(state.machine()))
                                .arguments())));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(VirtualMachineType.of(
                commandLine.files().testbed(), commandLine.host().name()));
    }
}

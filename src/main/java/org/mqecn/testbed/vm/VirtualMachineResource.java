// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A virtual machine that runs.
 *
 * @param namespace in which its taps are
 * @param commandLine how it is started; what runs its instructions is chosen when that is done
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

    private List<String> differences(QemuProcess process) {
        List<String> wanted = withAccelerator(process.accelerator()).arguments();
        List<String> extra = new ArrayList<>(process.arguments());
        wanted.forEach(extra::remove);
        List<String> missing = new ArrayList<>(wanted);
        process.arguments().forEach(missing::remove);
        return missing.isEmpty() && extra.isEmpty()
                ? List.of()
                : List.of("it runs with '" + String.join(" ", extra) + "' in place of '" + String.join(" ", missing)
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.value.UserError;

/** What a virtual machine is told when it is up. It goes with the machine. */
record VirtualMachineConfigurationResource(
        VirtualMachineResource virtualMachine, VirtualMachineConfiguration virtualMachineConfiguration)
        implements Resource {
    @Override
    public String name() {
        return "inside of " + virtualMachineConfiguration.host().name();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return virtualMachine.observe(state).isInSync()
                ? state.cached(name(), ResourceStatus.class, () -> query(state))
                : ResourceStatus.MISSING;
    }

    private ResourceStatus query(ObservedState state) {
        try {
            CommandResult result = new VirtualMachineController(state.machine())
                    .executeNow(virtualMachine.commandLine().files(), virtualMachineConfiguration.query());
            return ResourceStatus.ofDifferences(
                    result.succeeded()
                            ? virtualMachineConfiguration.differences(result.output())
                            : List.of(result.errors().strip().replace("\n", "; ")));
        } catch (UserError e) {
            return ResourceStatus.ofDifferences(List.of(e.getMessage()));
        }
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(VirtualMachineController.execCommand(
                virtualMachine.commandLine().files().testbed(),
                virtualMachineConfiguration.host().name(),
                virtualMachineConfiguration.script()));
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** The network configuration of a running virtual machine. It is lost when the machine is halted. */
record VirtualMachineConfigurationResource(
        VirtualMachineResource virtualMachine, VirtualMachineConfiguration virtualMachineConfiguration)
        implements Resource {
    @Override
    public String name() {
        return "configuration of " + virtualMachineConfiguration.host().name();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return virtualMachine.observeInside(
                name(),
                state,
                virtualMachineConfiguration.query(),
                result -> ResourceStatus.ofDifferences(
                        result.succeeded()
                                ? virtualMachineConfiguration.differences(result.output())
                                : List.of(result.errors().strip().replace("\n", "; "))));
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

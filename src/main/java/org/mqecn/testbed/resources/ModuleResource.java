// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A kernel module that a testbed needs.
 *
 * @param congestionControl that the module provides, which may also be built into the kernel; empty for none
 */
public record ModuleResource(String module, List<String> loadCommand, String congestionControl) implements Resource {
    @Override
    public String name() {
        return "module " + module;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return ModuleType.isLoaded(module, state) || CongestionControlType.isAvailable(congestionControl, state)
                ? ResourceStatus.IN_SYNC
                : ResourceStatus.MISSING;
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(Command.of(loadCommand));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(ModuleType.of(module));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A sysctl.
 *
 * @param namespace the empty name for the machine's own
 */
public record SysctlResource(String namespace, String key, String value) implements Resource {
    @Override
    public String name() {
        return "sysctl " + new NetnsCommands(namespace).label(key);
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (!namespace.isEmpty() && !state.hasNamespace(namespace)) {
            return ResourceStatus.MISSING;
        }
        Optional<String> actual = state.sysctl(namespace, key);
        return actual.equals(Optional.of(value))
                ? ResourceStatus.IN_SYNC
                : ResourceStatus.ofDifferences(
                        List.of(value + ": " + actual.map(each -> "is " + each).orElse("there is no such sysctl")));
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(SysctlType.set(namespace, key, value));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(SysctlType.of(namespace, key, value));
    }
}

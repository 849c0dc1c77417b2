// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A sysctl in a network namespace. */
public record SysctlResource(String namespace, String key, String value) implements Resource {
    @Override
    public String name() {
        return "sysctl " + ObservedNamespace.label(namespace, key);
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
                        List.of(value + ": " + actual.map(each -> "is " + each).orElse("no such sysctl")));
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

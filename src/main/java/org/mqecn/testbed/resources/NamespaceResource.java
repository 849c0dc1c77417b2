// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A network namespace. */
public record NamespaceResource(String namespace) implements Resource {
    @Override
    public String name() {
        return "namespace " + namespace;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (!state.hasNamespace(namespace)) {
            return ResourceStatus.MISSING;
        }
        return state.namespace(namespace).isPresent()
                ? ResourceStatus.IN_SYNC
                : ResourceStatus.ofDifferences(List.of("name exists without a namespace"));
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(Command.of("ip", "netns", "add", namespace));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(NamespaceType.of(namespace));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/** A network namespace. */
record NamespacePart(String namespace) implements Part {
    @Override
    public String name() {
        return "namespace " + namespace;
    }

    @Override
    public Standing look(Truth truth) {
        if (!truth.has(namespace)) {
            return Standing.MISSING;
        }
        return truth.network(namespace).isPresent() ? Standing.RIGHT
                : Standing.with(List.of("its name is there, but no namespace behind it"));
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of("ip", "netns", "add", namespace));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(NamespaceTrace.of(namespace));
    }
}

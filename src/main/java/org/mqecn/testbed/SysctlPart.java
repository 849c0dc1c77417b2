// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * A sysctl.
 *
 * @param namespace the empty name for the machine's own
 */
record SysctlPart(String namespace, String key, String value) implements Part {
    @Override
    public String name() {
        return "sysctl " + new Typed(namespace).name(key);
    }

    @Override
    public Standing look(Truth truth) {
        if (!namespace.isEmpty() && !truth.has(namespace)) {
            return Standing.MISSING;
        }
        Optional<String> actual = truth.sysctl(namespace, key);
        return actual.equals(Optional.of(value)) ? Standing.RIGHT
                : Standing.with(List.of(value + ": " + actual.map(each -> "is " + each).orElse("there is no such sysctl")));
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(SysctlTrace.set(namespace, key, value));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(SysctlTrace.of(namespace, key, value));
    }
}

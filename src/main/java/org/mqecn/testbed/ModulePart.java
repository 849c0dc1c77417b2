// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;

/**
 * A kernel module that a testbed needs.
 *
 * @param load the command that loads it
 * @param algorithm the congestion control that it brings, which the kernel may have without it; empty for none
 */
record ModulePart(String module, List<String> load, String algorithm) implements Part {
    @Override
    public String name() {
        return "module " + module;
    }

    @Override
    public Standing look(Truth truth) {
        return ModuleTrace.isLoaded(module, truth) || AlgorithmTrace.isAvailable(algorithm, truth)
                ? Standing.RIGHT : Standing.MISSING;
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(Command.of(load));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(ModuleTrace.of(module));
    }
}

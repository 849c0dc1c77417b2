// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.experiment.engine.Backend;

/** Where CPU time is measured. */
public interface CpuBackend extends Backend<CpuTrial> {
    /**
     * Checks the prerequisites of a benchmark.
     *
     * @throws org.mqecn.value.UserError if one is missing
     */
    void requireReady(CpuBenchmark setup);

    /** The commands that prepare this machine for a trial. */
    List<String> setUpCommands(CpuTrial trial);

    /** The commands that restore this machine. */
    List<String> tearDownCommands(CpuTrial trial);

    /** All commands of a trial; what mqecn does itself is a comment. */
    default List<String> script(CpuTrial trial) {
        CpuBenchmark setup = trial.benchmark();
        List<String> lines = new ArrayList<>(setUpCommands(trial));
        lines.add("# " + trial.label() + ": mqecn sends " + setup.flows() + " flows with " + setup.rate()
                + " in total for " + setup.warmUp().plus(setup.duration()).toSeconds() + " s");
        lines.addAll(tearDownCommands(trial));
        return lines;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.cpu;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.experiment.runner.Backend;

/** Where processor time is measured. */
public interface CpuBackend extends Backend<CpuTrial> {
    /**
     * Makes sure that it can be measured here now.
     *
     * @throws org.mqecn.value.UserError where not
     */
    void requireReady(CpuBenchmark setup);

    /** The commands that prepare this machine for a trial. */
    List<String> setUpCommands(CpuTrial trial);

    /** Those that make it as it was. */
    List<String> tearDownCommands(CpuTrial trial);

    /** All that changes this machine in a trial, as typed; what mqecn does itself stands there as a remark. */
    default List<String> script(CpuTrial trial) {
        CpuBenchmark setup = trial.benchmark();
        List<String> lines = new ArrayList<>(setUpCommands(trial));
        lines.add("# " + trial.label() + ": here " + setup.flows() + " flows send " + setup.rate() + " for "
                + setup.warmUp().plus(setup.duration()).toSeconds() + " s");
        lines.addAll(tearDownCommands(trial));
        return lines;
    }
}

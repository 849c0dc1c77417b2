// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.io.IOException;
import java.util.List;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.ResultLayout;

/** Runs trials, on this machine or on others, and writes their run files. */
public interface Engine<T extends Trial> {
    /** Description of the environment: together with its document, all that the result of a run depends on. */
    String environment();

    /**
     * Prepares to run trials of an experiment. Writes nothing to the folder of the results.
     *
     * @param files where run files will be written
     * @throws org.mqecn.value.UserError if they cannot run
     */
    void prepare(Experiment<T> experiment, List<T> trials, ResultLayout files);

    /** Runs the trials; returns when each has completed or failed, or after {@link #stop}. */
    void run(TrialListener<T> listener) throws IOException;

    /**
     * Stops, from another thread. Completed runs are kept.
     *
     * @return how to continue
     */
    String stop();
}

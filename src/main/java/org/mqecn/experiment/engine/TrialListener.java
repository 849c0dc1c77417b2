// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.RunFile;

/** Learns how trials end. */
public interface TrialListener<T extends Trial> {
    /** The run file of a trial was written. */
    void completed(T trial, RunFile run);

    void failed(T trial, String why);

    /** A message to the user during the run. */
    void note(String text);
}

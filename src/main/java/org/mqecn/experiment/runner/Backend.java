// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.RunFile;

/** Where trials run. */
public interface Backend<T extends Trial> {
    /** Where that is, in words: beside its document, all that a run depends on. */
    String environment();

    /**
     * Runs one; ends soon where its thread is interrupted.
     *
     * @return the run file, without a header
     * @throws org.mqecn.value.UserError where it could not run at all
     */
    RunFile run(T subject) throws Exception;
}

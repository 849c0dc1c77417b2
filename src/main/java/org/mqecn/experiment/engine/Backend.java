// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.time.Duration;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.BuildCommit;
import org.mqecn.result.RunFile;
import org.mqecn.result.RunHeader;

/** Where trials run. */
public interface Backend<T extends Trial> {
    /** Description of the environment: together with its document, all that the result of a run depends on. */
    String environment();

    /**
     * Runs a trial; ends soon if its thread is interrupted.
     *
     * @return the run file, without a header
     * @throws org.mqecn.value.UserError if it could not run
     */
    RunFile run(T subject) throws Exception;

    /** The same, with a header that says when, where and for how long. */
    default RunFile runAndDescribe(T subject) throws Exception {
        long began = System.nanoTime();
        RunFile run = run(subject);
        return run.withHeader(
                RunHeader.now(Duration.ofNanos(System.nanoTime() - began), environment(), BuildCommit.read()));
    }
}

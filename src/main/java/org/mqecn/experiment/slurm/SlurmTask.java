// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.mqecn.experiment.engine.Backend;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.ScenarioCopy;
import org.mqecn.host.Sleep;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.UserError;

/** One trial of a submitted experiment, on the node that Slurm chose. */
public final class SlurmTask {
    private static final Duration SUBMISSION_DELAY = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(500);

    private final SlurmFolder folder;
    private final ResultLayout layout;
    private final String attempt;

    /** @param attempt tells this attempt from others at the same trial */
    public SlurmTask(Path results, String attempt) {
        folder = SlurmFolder.of(results);
        layout = new ResultLayout(folder.results());
        this.attempt = attempt;
    }

    /**
     * Runs a trial, unless its run file is there: a lost node may have written it.
     *
     * @param number of the trial in the experiment
     * @param backend is made when it is needed
     * @throws UserError if this node cannot run it as it was submitted
     */
    public void run(int number, Supplier<Backend<ScenarioCase>> backend) throws Exception {
        SlurmSubmission submission = awaitSubmission();
        ScenarioCase trial = trial(submission, number);
        if (isComplete(trial)) {
            return;
        }
        Backend<ScenarioCase> here = backend.get();
        if (!here.environment().equals(submission.environment())) {
            throw new UserError(
                    "this node would run it in '" + here.environment() + "', not in '" + submission.environment() + "'",
                    "mqecn or its cache changed after the experiment was submitted: cancel it, and run it with --overwrite");
        }
        Path unfinished = folder.unfinished(trial.name(), attempt);
        ResultFiles.write(unfinished, here.runAndDescribe(trial));
        Files.move(unfinished, layout.run(trial.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A task may start before its submission is complete, and a slow shared folder may show it later. */
    private SlurmSubmission awaitSubmission() {
        long limit = System.nanoTime() + SUBMISSION_DELAY.toNanos();
        Optional<SlurmSubmission> submission = SlurmSubmission.read(folder);
        while (submission.isEmpty() && System.nanoTime() < limit) {
            Sleep.until(System.nanoTime() + POLL.toNanos());
            submission = SlurmSubmission.read(folder);
        }
        return submission.orElseThrow(() ->
                new UserError("there is no " + folder.submission(), "put results in a folder that all nodes share"));
    }

    private ScenarioCase trial(SlurmSubmission submission, int number) throws IOException {
        if (!ContentDigest.of(Files.readString(layout.scenario())).equals(submission.scenario())) {
            throw new UserError(layout.scenario() + " changed after the experiment was submitted", "submit it again");
        }
        return ScenarioCopy.read(layout.scenario()).readCase(number);
    }

    private boolean isComplete(ScenarioCase trial) {
        return Optional.of(layout.run(trial.name()))
                .filter(Files::exists)
                .map(ResultFiles::readRun)
                .filter(run -> run.document().equals(trial.text()))
                .isPresent();
    }
}

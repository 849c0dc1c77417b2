// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.mqecn.experiment.engine.Engine;
import org.mqecn.experiment.engine.TrialListener;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.AtomicFile;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityRule;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Runs the trials of an experiment in random order and writes results to a folder. */
public final class ExperimentRunner<T extends Trial> implements TrialListener<T> {
    private static final double NANOS = 1e9;
    /** The summary of ten thousand runs takes long to write: at most one part in so many of the time goes to it. */
    private static final int SUMMARY_SHARE = 20;

    private final Experiment<T> experiment;
    private final String command;
    private final LockedResults folder;
    private final ResultLayout files;
    private final ExistingRuns.Policy policy;
    private final Engine<T> engine;
    private final Consumer<String> progress;
    private final Shard shard;
    private ExperimentResults results;
    private int planned;
    private int done;
    private long beganNs;
    private long nextSummaryNs;
    private volatile boolean stopped;

    /**
     * @param command the command line
     * @param folder folder of the results
     * @param policy what happens to results of other experiments in that folder
     * @param engine runs the trials
     * @param shard the part of the trials to run
     * @param progress receives a line per completed trial
     */
    public ExperimentRunner(
            Experiment<T> experiment,
            String command,
            LockedResults folder,
            ExistingRuns.Policy policy,
            Engine<T> engine,
            Shard shard,
            Consumer<String> progress) {
        this.experiment = experiment;
        this.command = command;
        this.folder = folder;
        this.files = folder.layout();
        this.policy = policy;
        this.engine = engine;
        this.shard = shard;
        this.progress = progress;
    }

    /**
     * Runs the remaining trials. The summary is rewritten after each, or after many if it is long, and at the end, also when
     * stopped.
     *
     * @throws UserError if it was stopped, or if the folder has results of another experiment, or if the
     *     trials cannot run: then the folder is as before
     */
    public ExperimentSummary run() throws IOException {
        ExistingRuns existing = ExistingRuns.read(files, experiment, engine.environment(), policy);
        List<T> remaining = existing.remaining(experiment, shard);
        engine.prepare(experiment, remaining, files);
        if (policy == ExistingRuns.Policy.OVERWRITE) {
            folder.clear();
        }
        AtomicFile.write(files.scenario(), experiment.text());
        results = new ExperimentResults(experiment, command, files, existing);
        if (!existing.completed().isEmpty()) {
            progress.accept(
                    existing.completed().size() + " of " + experiment.trials().size() + " cases are complete already");
        }
        results.writeSummary();
        planned = remaining.size();
        beganNs = System.nanoTime();
        nextSummaryNs = beganNs;
        engine.run(this);
        ExperimentSummary summary = results.writeSummary();
        if (stopped) {
            throw new UserError("interrupted", "");
        }
        return summary;
    }

    /** Stops, from another thread. Completed runs are kept. */
    public void stop() {
        stopped = true;
        progress.accept("completed runs are kept in " + files.folder() + "; " + engine.stop());
    }

    @Override
    public synchronized void completed(T trial, RunFile run) {
        TrialResult result = TrialResult.of(trial, run);
        results.add(result);
        reportProgress(
                trial,
                Math.round(run.headerOrEmpty().wallSeconds()) + " s"
                        + (result.isValid()
                                ? ""
                                : "; invalid run: " + RunFault.texts(result.faults(), ValidityRule.REQUIRE))
                        + (result.isReported()
                                ? "; " + RunFault.BADGE + " " + RunFault.texts(result.faults(), ValidityRule.REPORT)
                                : ""));
        writeSummary();
    }

    @Override
    public synchronized void failed(T trial, String why) {
        if (stopped) {
            return;
        }
        results.addFailure(trial, why);
        reportProgress(trial, "failed: " + why);
        writeSummary();
    }

    @Override
    public void note(String text) {
        progress.accept(text);
    }

    /** The last one must succeed; the others only inform those who look before the end. */
    private void writeSummary() {
        long begin = System.nanoTime();
        if (begin < nextSummaryNs) {
            return;
        }
        try {
            results.writeSummary();
        } catch (IOException e) {
            progress.accept("cannot write " + files.summary() + ": " + IoErrors.reason(e));
        }
        long end = System.nanoTime();
        nextSummaryNs = end + SUMMARY_SHARE * (end - begin);
    }

    private void reportProgress(T trial, String what) {
        done++;
        double each = (System.nanoTime() - beganNs) / NANOS / done;
        progress.accept("[" + done + "/" + planned + "] " + trial.label() + ": " + what
                + (done == planned ? "" : "; about " + TimeLeft.format(each * (planned - done)) + " left"));
    }
}

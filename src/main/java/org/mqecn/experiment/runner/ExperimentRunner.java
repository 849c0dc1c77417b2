// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.AtomicFile;
import org.mqecn.result.ExperimentSummary;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFault;
import org.mqecn.result.RunFile;
import org.mqecn.result.RunHeader;
import org.mqecn.result.ValidityRule;
import org.mqecn.value.UserError;

/** Runs the trials of an experiment in random order, several in parallel, and writes results to a folder. */
public final class ExperimentRunner<T extends Trial> {
    private static final double NANOS = 1e9;
    /** Time for guests to end and testbeds to go down. */
    private static final int STOP_TIMEOUT_S = 60;

    private final Experiment<T> experiment;
    private final String command;
    private final LockedResults folder;
    private final ResultLayout files;
    private final ExistingRuns.Policy policy;
    private final Backend<T> backend;
    private final Consumer<String> progress;
    private final ExecutorService workers;
    private final Shard shard;
    private ExperimentResults results;
    private int planned;
    private int done;
    private long beganNs;
    private volatile boolean stopped;

    /**
     * @param command the command line
     * @param folder folder of the results
     * @param policy what happens to results of other experiments in that folder
     * @param shard the part of the trials to run
     * @param jobs number of trials that run in parallel
     * @param progress receives a line per completed trial
     */
    public ExperimentRunner(
            Experiment<T> experiment,
            String command,
            LockedResults folder,
            ExistingRuns.Policy policy,
            Backend<T> backend,
            Shard shard,
            int jobs,
            Consumer<String> progress) {
        this.experiment = experiment;
        this.command = command;
        this.folder = folder;
        this.files = folder.layout();
        this.policy = policy;
        this.backend = backend;
        this.shard = shard;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(jobs);
    }

    /**
     * Runs the remaining trials. The summary is rewritten after each, so that it is right whenever this ends.
     *
     * @throws UserError if it was stopped, or if the folder has results of another experiment
     */
    public ExperimentSummary run() throws IOException {
        ExistingRuns existing = ExistingRuns.read(files, experiment, backend.environment(), policy);
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
        runAll(existing.remaining(experiment, shard));
        return results.writeSummary();
    }

    /** Stops running trials, from another thread, and waits for their end. Completed runs are kept. */
    public void stop() {
        stopped = true;
        workers.shutdownNow();
        try {
            workers.awaitTermination(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return;
        }
        progress.accept("completed runs are kept in " + files.folder() + "; the same command resumes");
    }

    private void runAll(List<T> cases) {
        planned = cases.size();
        beganNs = System.nanoTime();
        cases.forEach(each -> workers.submit(() -> run(each)));
        workers.shutdown();
        try {
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stop();
        }
        if (stopped) {
            throw new UserError("interrupted", "");
        }
    }

    private Void run(T subject) throws IOException {
        long began = System.nanoTime();
        try {
            RunFile run = backend.run(subject);
            double seconds = (System.nanoTime() - began) / NANOS;
            ResultFiles.write(files.run(subject.name()), run.withHeader(header(seconds)));
            finished(subject, seconds, TrialResult.of(subject, run));
        } catch (Exception | Error e) {
            failed(subject, UserError.of(e).getMessage());
        }
        results.writeSummary();
        return null;
    }

    private synchronized void finished(T subject, double seconds, TrialResult trialResult) {
        results.add(trialResult);
        reportProgress(
                subject,
                Math.round(seconds) + " s"
                        + (trialResult.isValid()
                                ? ""
                                : "; invalid run: " + RunFault.texts(trialResult.faults(), ValidityRule.REQUIRE))
                        + (trialResult.isReported()
                                ? "; " + RunFault.BADGE + " "
                                        + RunFault.texts(trialResult.faults(), ValidityRule.REPORT)
                                : ""));
    }

    private synchronized void failed(T subject, String why) {
        if (stopped) {
            return;
        }
        results.addFailure(subject, why);
        reportProgress(subject, "failed: " + why);
    }

    private void reportProgress(T subject, String what) {
        done++;
        double each = (System.nanoTime() - beganNs) / NANOS / done;
        progress.accept("[" + done + "/" + planned + "] " + subject.label() + ": " + what
                + (done == planned ? "" : "; about " + duration(each * (planned - done)) + " left"));
    }

    private static String duration(double seconds) {
        return seconds < 100 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }

    private RunHeader header(double seconds) {
        return new RunHeader(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.round(seconds * 10) / 10.0,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " CPUs",
                backend.environment());
    }
}

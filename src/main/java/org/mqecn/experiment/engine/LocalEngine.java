// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.result.RunFile;
import org.mqecn.value.UserError;

/** Runs trials on this machine, several in parallel. */
public final class LocalEngine<T extends Trial> implements Engine<T> {
    /** Time for guests to end and testbeds to go down. */
    private static final int STOP_TIMEOUT_S = 60;

    private final Backend<T> backend;
    private final ExecutorService workers;
    private List<T> pending = List.of();
    private ResultLayout layout;
    private volatile boolean stopped;

    /** @param jobs number of trials that run in parallel */
    public LocalEngine(Backend<T> backend, int jobs) {
        this.backend = backend;
        this.workers = Executors.newFixedThreadPool(jobs);
    }

    @Override
    public String environment() {
        return backend.environment();
    }

    @Override
    public void prepare(Experiment<T> experiment, List<T> trials, ResultLayout files) {
        pending = List.copyOf(trials);
        layout = files;
    }

    @Override
    public void run(TrialListener<T> listener) {
        pending.forEach(trial -> workers.execute(() -> run(trial, listener)));
        workers.shutdown();
        try {
            workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            stop();
        }
    }

    private void run(T trial, TrialListener<T> listener) {
        try {
            RunFile run = backend.runAndDescribe(trial);
            ResultFiles.write(layout.run(trial.name()), run);
            listener.completed(trial, run);
        } catch (Exception | Error e) {
            if (!stopped) {
                listener.failed(trial, UserError.of(e).getMessage());
            }
        }
    }

    @Override
    public String stop() {
        stopped = true;
        workers.shutdownNow();
        try {
            workers.awaitTermination(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "the same command resumes";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.AtomicFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Runs the trials of an experiment in a random order, several side by side, and keeps what came out in a folder. */
public final class ExperimentRunner<T extends Trial> {
    private static final String RUNS = "runs";
    private static final String SCENARIO = "scenario.yaml";
    private static final String SUMMARY = "summary.json";
    private static final double NANOS = 1e9;
    /** For a guest to end, or a testbed to go down. */
    private static final int STOP_TIMEOUT_S = 60;

    private final Experiment<T> experiment;
    private final String command;
    private final Path out;
    private final Backend<T> backend;
    private final Consumer<String> progress;
    private final ExecutorService workers;
    private final List<TrialResult> results = new ArrayList<>();
    private final Map<String, String> failures = new TreeMap<>();
    private int planned;
    private int done;
    private long beganNs;
    private volatile boolean stopped;

    /**
     * @param command that was typed
     * @param out the folder of results
     * @param jobs how many run side by side
     * @param progress is told what has run, a line each
     */
    public ExperimentRunner(
            Experiment<T> experiment,
            String command,
            Path out,
            Backend<T> backend,
            int jobs,
            Consumer<String> progress) {
        this.experiment = experiment;
        this.command = command;
        this.out = out;
        this.backend = backend;
        this.progress = progress;
        this.workers = Executors.newFixedThreadPool(jobs);
    }

    /**
     * Runs those that have not run yet, and sums up. What is summed up is always what has run so far, so that nothing
     * is lost or wrong wherever this ends.
     *
     * @throws UserError where it was stopped
     */
    public ExperimentOutcome run() throws IOException {
        createFolder();
        AtomicFile.write(out.resolve(SCENARIO), experiment.text());
        experiment.trials().stream()
                .flatMap(each -> existingResult(each).stream())
                .forEach(results::add);
        if (!results.isEmpty()) {
            progress.accept(results.size() + " of " + experiment.trials().size() + " cases have run already");
        }
        writeSummary();
        runAll(remaining());
        return writeSummary();
    }

    private void createFolder() {
        try {
            Files.createDirectories(out.resolve(RUNS));
        } catch (IOException e) {
            throw UserError.usage(
                    "cannot make the folder " + out + " for results: " + IoErrors.reason(e),
                    "name another one: --out DIR");
        }
    }

    /** Those that have not run yet, in the order in which they will. */
    public List<T> remaining() {
        List<T> left = new ArrayList<>(experiment.trials());
        left.removeIf(each -> existingResult(each).isPresent());
        Collections.shuffle(left, new Random(experiment.seed()));
        return left;
    }

    private Optional<TrialResult> existingResult(T subject) {
        return TrialResult.read(file(subject), subject, backend.environment());
    }

    /** Ends what is running, from another thread; returns when it has ended. What has run by then stays. */
    public void stop() {
        stopped = true;
        workers.shutdownNow();
        try {
            workers.awaitTermination(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return;
        }
        progress.accept("what has run stays; the same command goes on where it was");
    }

    private synchronized ExperimentOutcome writeSummary() throws IOException {
        results.sort(Comparator.comparing(trialResult -> experiment.trials().indexOf(trialResult.trial())));
        ExperimentOutcome outcome = ExperimentOutcome.of(experiment, command, results, failures);
        AtomicFile.write(
                out.resolve(SUMMARY),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(outcome.toJson()) + "\n");
        return outcome;
    }

    private Path file(T subject) {
        return out.resolve(RUNS).resolve(subject.name() + ".json");
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
            String text = backend.run(subject);
            double seconds = (System.nanoTime() - began) / NANOS;
            AtomicFile.write(file(subject), withHeader(text, seconds));
            finished(
                    subject,
                    seconds,
                    TrialResult.read(file(subject), subject, backend.environment())
                            .orElseThrow());
        } catch (Exception | Error e) {
            failed(subject, e instanceof UserError ? e.getMessage() : e.toString());
        }
        writeSummary();
        return null;
    }

    private synchronized void finished(T subject, double seconds, TrialResult trialResult) {
        results.add(trialResult);
        reportProgress(
                subject,
                Math.round(seconds) + " s"
                        + (trialResult.isValid()
                                ? ""
                                : "; does not count: " + String.join("; ", trialResult.faults())));
    }

    private synchronized void failed(T subject, String why) {
        if (stopped) {
            return;
        }
        failures.put(subject.name(), why);
        reportProgress(subject, "did not run: " + why);
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

    /** Puts what depends on time and place before the rest. */
    private String withHeader(String text, double seconds) throws JsonProcessingException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        header.put("wall_seconds", Math.round(seconds * 10) / 10.0);
        header.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        header.put("place", backend.environment());
        return "{\"header\":" + new ObjectMapper().writeValueAsString(header) + ",\n" + text.substring(1);
    }
}

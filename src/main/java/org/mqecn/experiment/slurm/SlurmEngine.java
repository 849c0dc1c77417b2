// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mqecn.experiment.engine.Engine;
import org.mqecn.experiment.engine.FabricMemory;
import org.mqecn.experiment.engine.TrialListener;
import org.mqecn.experiment.scenario.Experiment;
import org.mqecn.experiment.scenario.Trial;
import org.mqecn.host.Command;
import org.mqecn.host.Sleep;
import org.mqecn.result.ResultFiles;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.UserError;

/**
 * Submits trials as array jobs and follows them. The jobs do not depend on this process: another one continues where this
 * one ended. A run file tells that a trial is complete, whatever Slurm says; what is neither complete nor known to Slurm
 * as waiting or running has failed.
 */
public final class SlurmEngine<T extends Trial> implements Engine<T> {
    private static final Duration FIRST_POLL = Duration.ofSeconds(1);
    private static final Duration LAST_POLL = Duration.ofSeconds(20);
    /** A slow shared folder may show a file this long after a job on another node has written it. */
    private static final Duration FILE_DELAY = Duration.ofSeconds(90);
    /** Polls are this part of the time since the last change apart. */
    private static final int PATIENCE = 10;

    private final Slurm slurm = new Slurm();
    private final SlurmJobs jobs;
    private final SlurmFolder folder;
    private final SlurmOptions options;
    private final String environment;
    private final Path launcher;

    private ResultLayout layout;
    private SlurmSubmission submission;
    private final Map<Integer, T> open = new LinkedHashMap<>();
    /** When a trial that has no run file was first seen to have ended. */
    private final Map<Integer, Long> ended = new LinkedHashMap<>();

    private String activity = "";
    private boolean unreachable;
    private volatile boolean stopped;

    /**
     * An engine for a folder of results.
     *
     * @param options those that are left open are those of an earlier submission
     * @param environment of the guest, which the nodes must find in their cache
     * @param launcher of mqecn, which the nodes must find too
     * @throws UserError if this machine has no Slurm
     */
    public SlurmEngine(Path results, SlurmOptions options, String environment, Path launcher) {
        this.jobs = SlurmJobs.of(results);
        this.folder = SlurmFolder.of(results);
        this.options = options.or(
                SlurmSubmission.read(folder).map(SlurmSubmission::options).orElse(SlurmOptions.NONE));
        this.environment = environment;
        this.launcher = launcher;
    }

    @Override
    public String environment() {
        return environment;
    }

    /** The commands that submit trials, as far as they are known without Slurm. */
    public static <T extends Trial> List<Command> commands(
            Path results, SlurmOptions options, Path launcher, Experiment<T> experiment, List<T> trials) {
        Map<String, Integer> numbers = experiment.numbers();
        return JobArray.of(
                        trials.stream().map(trial -> numbers.get(trial.name())).toList(), Slurm.DEFAULT_ARRAY_SIZE)
                .stream()
                .map(array -> array.sbatch(
                        SlurmFolder.of(results), options, launcher, Optional.empty(), guestMemory(experiment)))
                .toList();
    }

    /** What the largest of its guests needs, in bytes. */
    private static long guestMemory(Experiment<?> experiment) {
        return FabricMemory.of(
                experiment.trials().stream().mapToInt(Trial::nodes).max().orElse(0));
    }

    /** Submits the trials that neither wait nor run. Their tasks wait until {@link #run} has written the submission. */
    @Override
    public void prepare(Experiment<T> experiment, List<T> trials, ResultLayout files) {
        layout = files;
        submission = new SlurmSubmission(environment, ContentDigest.of(experiment.text()), slurm.arraySize(), options);
        Map<Integer, QueuedTask> tasks = jobs.tasks();
        tasks.values().removeIf(task -> !task.isActive());
        requireSameExperiment(tasks);
        Map<String, Integer> numbers = experiment.numbers();
        trials.forEach(trial -> open.put(numbers.get(trial.name()), trial));
        List<Integer> missing = open.keySet().stream()
                .filter(trial -> !tasks.containsKey(trial))
                .toList();
        boolean isNew = folder.create();
        Optional<SlurmSubmission> earlier = SlurmSubmission.read(folder);
        SlurmSubmission.delete(folder);
        try {
            submit(JobArray.of(missing, submission.arraySize()), guestMemory(experiment));
        } catch (UserError e) {
            earlier.ifPresent(each -> each.write(folder));
            if (isNew) {
                folder.delete();
            }
            throw e;
        }
    }

    private void requireSameExperiment(Map<Integer, QueuedTask> tasks) {
        boolean isSame = SlurmSubmission.read(folder)
                .map(earlier -> earlier.scenario().equals(submission.scenario())
                        && earlier.arraySize() == submission.arraySize()
                        && earlier.environment().equals(environment))
                .orElse(false);
        if (!tasks.isEmpty() && !isSame) {
            throw UserError.usage(
                    "jobs of another experiment write to " + folder.results(),
                    "wait until they end, cancel them with 'mqecn run --cancel " + folder.results()
                            + "', or name another folder: --out DIR");
        }
    }

    /** All or none. */
    private void submit(List<JobArray> arrays, long guestMemory) {
        List<String> submitted = new ArrayList<>();
        try {
            for (JobArray array : arrays) {
                Optional<String> after = options.maxJobs() == 0 || submitted.isEmpty()
                        ? Optional.empty()
                        : Optional.of(submitted.get(submitted.size() - 1));
                submitted.add(slurm.submit(array.sbatch(folder, options, launcher, after, guestMemory)));
            }
        } catch (UserError e) {
            if (!submitted.isEmpty()) {
                slurm.cancel(submitted);
            }
            throw e;
        }
    }

    @Override
    public void run(TrialListener<T> listener) throws IOException {
        submission.write(folder);
        boolean failed = false;
        long changed = System.nanoTime();
        while (!open.isEmpty() && !stopped) {
            int before = open.size();
            failed |= poll(listener);
            changed = open.size() < before ? System.nanoTime() : changed;
            pause(Duration.ofNanos(System.nanoTime() - changed).dividedBy(PATIENCE));
        }
        if (!stopped) {
            cancelRepeated();
            if (!failed) {
                folder.delete();
            }
        }
    }

    private void pause(Duration wanted) {
        Duration least = wanted.compareTo(FIRST_POLL) < 0 ? FIRST_POLL : wanted;
        Duration pause = least.compareTo(LAST_POLL) > 0 ? LAST_POLL : least;
        if (!open.isEmpty() && !stopped) {
            Sleep.until(System.nanoTime() + pause.toNanos());
        }
    }

    /** Looks for ends of trials. Returns whether one has failed. */
    private boolean poll(TrialListener<T> listener) throws IOException {
        Map<Integer, QueuedTask> tasks;
        try {
            tasks = jobs.tasks();
            unreachable = false;
        } catch (UserError e) {
            collect(listener);
            if (!unreachable) {
                listener.note(e.getMessage() + "; the jobs go on, and so does this");
            }
            unreachable = true;
            return false;
        }
        collect(listener);
        boolean failed = false;
        for (int trial : List.copyOf(open.keySet())) {
            Optional<QueuedTask> task = Optional.ofNullable(tasks.get(trial));
            if (task.filter(QueuedTask::isActive).isPresent()) {
                ended.remove(trial);
            } else if (isLost(trial, task)) {
                listener.failed(open.remove(trial), reason(trial, task));
                failed = true;
            }
        }
        tellActivity(tasks, listener);
        return failed;
    }

    /** Takes the run files that are there. */
    private void collect(TrialListener<T> listener) throws IOException {
        Set<String> names = new TreeSet<>(layout.runNames());
        for (int trial : List.copyOf(open.keySet())) {
            String name = open.get(trial).name();
            if (names.contains(name)) {
                listener.completed(open.remove(trial), ResultFiles.readRun(layout.run(name)));
                folder.deleteLog(trial, submission.arraySize());
            }
        }
    }

    /** Whether a trial without a run file has failed: if its task succeeded, its file may come yet. */
    private boolean isLost(int trial, Optional<QueuedTask> task) {
        long since = ended.computeIfAbsent(trial, first -> System.nanoTime());
        boolean succeeded = task.map(QueuedTask::succeeded).orElse(true);
        return !succeeded || System.nanoTime() - since > FILE_DELAY.toNanos();
    }

    private String reason(int trial, Optional<QueuedTask> task) {
        Optional<String> said = folder.reason(trial, submission.arraySize());
        String end =
                task.map(each -> each.describeEnd(folder.path(), said)).orElse("Slurm does not know its job any more");
        return said.map(text -> end + ": " + text).orElse(end);
    }

    private void tellActivity(Map<Integer, QueuedTask> tasks, TrialListener<T> listener) {
        SlurmActivity now = SlurmActivity.of(open.keySet().stream()
                .map(tasks::get)
                .filter(task -> task != null && task.isActive())
                .toList());
        String text = now.describe();
        if (!open.isEmpty() && !text.equals(activity)) {
            listener.note(text);
        }
        activity = text;
    }

    /** A lost node may have completed a run that Slurm has put back into the queue. */
    private void cancelRepeated() {
        List<String> waiting = jobs.tasks().values().stream()
                .filter(QueuedTask::isPending)
                .map(QueuedTask::id)
                .toList();
        if (!waiting.isEmpty()) {
            slurm.cancel(waiting);
        }
    }

    @Override
    public String stop() {
        stopped = true;
        return "the jobs go on: 'mqecn run --resume " + layout.folder() + "' follows them, 'mqecn run --cancel "
                + layout.folder() + "' cancels them";
    }
}

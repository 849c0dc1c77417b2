// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mqecn.host.Command;
import org.mqecn.host.Sleep;
import org.mqecn.value.UserError;

/** The jobs of a folder of results, as Slurm knows them. They are found by their name: no file is needed. */
public final class SlurmJobs {
    private static final long CANCEL_TIMEOUT_S = 120;

    private final Slurm slurm = new Slurm();
    private final SlurmFolder folder;

    private SlurmJobs(SlurmFolder folder) {
        this.folder = folder;
    }

    /**
     * Those of a folder.
     *
     * @throws UserError if this machine has no Slurm
     */
    public static SlurmJobs of(Path results) {
        Slurm.require();
        return new SlurmJobs(SlurmFolder.of(results));
    }

    /** Whether an experiment was submitted to Slurm, perhaps by a process that was then killed, and is not complete. */
    public static boolean wereSubmitted(Path results) {
        return Files.isDirectory(SlurmFolder.of(results).path());
    }

    /** The newest task of each trial. */
    Map<Integer, QueuedTask> tasks() {
        Map<Integer, QueuedTask> tasks = new TreeMap<>();
        slurm.tasks().forEach(task -> JobArray.trial(task, folder.jobName())
                .ifPresent(trial -> tasks.merge(trial, task, SlurmJobs::newer)));
        return tasks;
    }

    /** One that runs or waits is newer than one that has ended. */
    private static QueuedTask newer(QueuedTask one, QueuedTask other) {
        return one.isActive() != other.isActive()
                ? one.isActive() ? one : other
                : Integer.parseInt(one.job()) > Integer.parseInt(other.job()) ? one : other;
    }

    private List<QueuedTask> active() {
        return tasks().values().stream().filter(QueuedTask::isActive).toList();
    }

    /** Jobs that run and wait. */
    public SlurmActivity activity() {
        return SlurmActivity.of(active());
    }

    /** The command that cancels all; none if there is nothing to cancel. */
    public List<Command> cancellation() {
        List<String> jobs = active().stream().map(QueuedTask::job).distinct().toList();
        return jobs.isEmpty() ? List.of() : List.of(Slurm.cancellation(jobs));
    }

    /**
     * Cancels all, and waits until none is left.
     *
     * @return the number of runs that were cancelled
     * @throws UserError if some are left
     */
    public int cancel() {
        List<QueuedTask> tasks = active();
        if (tasks.isEmpty()) {
            return 0;
        }
        slurm.cancel(tasks.stream().map(QueuedTask::job).distinct().toList());
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(CANCEL_TIMEOUT_S);
        List<QueuedTask> left = active();
        while (!left.isEmpty() && System.nanoTime() < limit) {
            Sleep.until(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            left = active();
        }
        if (!left.isEmpty()) {
            throw new UserError(
                    "jobs are left: "
                            + left.stream()
                                    .map(task -> task.id() + " " + task.state())
                                    .collect(Collectors.joining(", ")),
                    "see 'squeue --me'");
        }
        return tasks.size();
    }
}

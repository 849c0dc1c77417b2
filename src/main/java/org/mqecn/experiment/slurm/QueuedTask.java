// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A task of an array job, as squeue(1) shows it.
 *
 * @param job id of the array job
 * @param index in the array
 * @param state {@code PENDING}, {@code RUNNING}, {@code TIMEOUT}, …
 * @param reason why it waits or failed
 * @param node where it runs; empty if it waits
 * @param jobName name of the job
 */
record QueuedTask(String job, int index, String state, String reason, String node, String jobName) {
    /** Fields in the order of {@link #parse}; the name, which may contain anything, is last. */
    static final String FORMAT = "%F|%K|%T|%r|%N|%j";

    private static final int FIELDS = 6;
    private static final String PENDING = "PENDING";
    private static final String OUT_OF_MEMORY = "OUT_OF_MEMORY";
    /** The states of jobs that are not run again: "JOB STATE CODES" in squeue(1). */
    private static final List<String> ENDED = List.of(
            "BOOT_FAIL",
            "CANCELLED",
            "COMPLETED",
            "DEADLINE",
            "FAILED",
            "NODE_FAIL",
            OUT_OF_MEMORY,
            "PREEMPTED",
            "REVOKED",
            "TIMEOUT");

    /** What the daemon of a node writes when it ends a job for its memory. Its state is FAILED then, without cgroups. */
    private static final String EXCEEDED_MEMORY = "exceeded memory limit";

    /** Parses a line; empty if it is not a task of an array. */
    static Optional<QueuedTask> parse(String line) {
        String[] fields = line.split("\\|", FIELDS);
        return fields.length == FIELDS && fields[1].matches("\\d+")
                ? Optional.of(new QueuedTask(
                        fields[0], Integer.parseInt(fields[1]), fields[2], fields[3], fields[4], fields[5]))
                : Optional.empty();
    }

    /** {@code 12_3}, as the commands of Slurm take it. */
    String id() {
        return job + "_" + index;
    }

    boolean isActive() {
        return !ENDED.contains(state);
    }

    boolean isPending() {
        return state.equals(PENDING);
    }

    /** Whether a user or an administrator must release it. */
    boolean isHeld() {
        return isPending() && reason.matches("JobHeld.*|launch_failed_requeued_held|job_requeued_in_held_state");
    }

    /** Whether it runs, rather than waits or ends. */
    boolean isRunning() {
        return isActive() && !isPending();
    }

    boolean succeeded() {
        return state.equals("COMPLETED");
    }

    /**
     * How it ended, for people.
     *
     * @param logs folder of the output of tasks
     * @param output its output
     */
    String describeEnd(Path logs, Optional<String> output) {
        String where = node.isEmpty() ? "" : " on " + node;
        String end = output.filter(text -> text.contains(EXCEEDED_MEMORY)).isPresent() ? OUT_OF_MEMORY : state;
        return switch (end) {
            case "TIMEOUT" -> "its job ran longer than its time limit" + where + ": resume with a longer --time";
            case "CANCELLED" -> "its job was cancelled" + where;
            case OUT_OF_MEMORY ->
                "its job needed more memory than it has" + where + ": resume with --sbatch=--mem=SIZE";
            case "COMPLETED" -> "its job ended" + where + " but there is no run file";
            default ->
                reason.equals("JobLaunchFailure") && output.isEmpty()
                        ? "its job could not start" + where + ": the node has no folder " + logs
                                + "; results must be in a folder that all nodes share"
                        : "its job failed" + where + " (" + state + ")";
        };
    }
}

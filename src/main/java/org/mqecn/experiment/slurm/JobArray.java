// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mqecn.host.Command;

/**
 * An array job: a task for each of some trials. Numbers of trials may be larger than Slurm permits indices to be, hence the
 * first number.
 *
 * @param first number of the trial of index 0
 * @param indices sorted
 */
record JobArray(int first, List<Integer> indices) {
    private static final String SEPARATOR = ".";
    /** Megabytes that a job needs beside its guest: for mqecn itself. */
    private static final int OWN_MEMORY_MB = 512;

    /** The arrays for trials. */
    static List<JobArray> of(List<Integer> trials, int arraySize) {
        TreeMap<Integer, List<Integer>> arrays = new TreeMap<>();
        new TreeSet<>(trials)
                .forEach(trial -> arrays.computeIfAbsent(trial / arraySize * arraySize, first -> new ArrayList<>())
                        .add(trial % arraySize));
        return arrays.entrySet().stream()
                .map(entry -> new JobArray(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** The number of the trial of a task; empty if the task is not one of these jobs. */
    static Optional<Integer> trial(QueuedTask task, String jobName) {
        String prefix = jobName + SEPARATOR;
        String first = task.jobName().startsWith(prefix) ? task.jobName().substring(prefix.length()) : "";
        return first.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(first) + task.index()) : Optional.empty();
    }

    /**
     * The command that submits it.
     *
     * @param launcher of mqecn
     * @param after array after which it runs; empty for none
     * @param guestMemory in bytes
     */
    Command sbatch(SlurmFolder folder, SlurmOptions options, Path launcher, Optional<String> after, long guestMemory) {
        List<String> words = new ArrayList<>(List.of(
                "sbatch",
                "--parsable",
                "--requeue",
                "--job-name=" + folder.jobName() + SEPARATOR + first,
                "--array=" + ranges() + (options.maxJobs() == 0 ? "" : "%" + options.maxJobs()),
                "--output=" + escape(folder.path()) + "/" + SlurmFolder.logName(first, "%a"),
                "--ntasks=1",
                "--mem=" + ((guestMemory >> 20) + OWN_MEMORY_MB) + "M"));
        after.ifPresent(job -> words.add("--dependency=afterany:" + job));
        words.addAll(options.sbatch());
        return new Command(words, script(folder, launcher));
    }

    private static String escape(Path path) {
        return path.toString().replace("%", "%%");
    }

    private String script(SlurmFolder folder, Path launcher) {
        return "#!/bin/sh\nexec "
                + Command.of(
                                launcher.toString(),
                                "run",
                                "--resume",
                                folder.results().toString())
                        .shellLine()
                + " --trial $((" + first + " + SLURM_ARRAY_TASK_ID))\n";
    }

    /** {@code 0-3,7}. */
    String ranges() {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            int from = i;
            while (i + 1 < indices.size() && indices.get(i + 1) == indices.get(i) + 1) {
                i++;
            }
            ranges.add(i == from ? indices.get(i).toString() : indices.get(from) + "-" + indices.get(i));
        }
        return String.join(",", ranges);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Programs;
import org.mqecn.value.UserError;

/** The commands of Slurm. None needs its accounting database. */
final class Slurm {
    /** The default of {@code MaxArraySize} in slurm.conf(5), less one: the number of tasks of an array. */
    static final int DEFAULT_ARRAY_SIZE = 1000;

    private static final List<String> PROGRAMS = List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo");
    private static final Pattern ARRAY_SIZE = Pattern.compile("(?m)^MaxArraySize\\s*=\\s*(\\d+)");
    private static final String PARTITION = "partition";

    private final CommandRunner runner = new CommandRunner();

    /** @throws UserError if the commands are not installed */
    static void require() {
        List<String> missing =
                PROGRAMS.stream().filter(Predicate.not(Programs::isInstalled)).toList();
        if (!missing.isEmpty()) {
            throw new UserError(
                    "this machine has no Slurm: " + String.join(", ", missing) + " not found",
                    "log in to a machine of the cluster that has it, or run with --engine local");
        }
    }

    /** The number of tasks that an array may have. */
    int arraySize() {
        Matcher size = ARRAY_SIZE.matcher(run(Command.of("scontrol", "show", "config")));
        return size.find() ? Integer.parseInt(size.group(1)) - 1 : DEFAULT_ARRAY_SIZE;
    }

    /**
     * Submits a job.
     *
     * @param sbatch the command, with {@code --parsable}
     * @return the id of the job
     * @throws UserError in the words of Slurm, if it refuses
     */
    String submit(Command sbatch) {
        CommandResult result = runner.capture(sbatch, Path.of(""));
        if (!result.succeeded()) {
            throw new UserError("Slurm refuses the jobs: " + reason(result), remedy(result.errors()));
        }
        return result.output().strip().replaceFirst(";.*", "");
    }

    private String remedy(String errors) {
        return errors.contains(PARTITION)
                ? "partitions of this cluster: "
                        + String.join(
                                ", ",
                                run(Command.of("sinfo", "--noheader", "--format=%R"))
                                        .lines()
                                        .sorted()
                                        .toList())
                : "'sinfo' lists partitions and limits; --sbatch OPTION passes options of sbatch(1)";
    }

    /** The user's tasks of array jobs: those that wait and run, and those that ended a short time ago. */
    List<QueuedTask> tasks() {
        return run(Command.of(
                        "squeue", "--me", "--array", "--states=all", "--noheader", "--format=" + QueuedTask.FORMAT))
                .lines()
                .map(QueuedTask::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The command that cancels jobs or tasks of them. */
    static Command cancellation(List<String> ids) {
        return Command.of(Stream.concat(Stream.of("scancel"), ids.stream()).toList());
    }

    /** Cancels jobs or tasks of them. */
    void cancel(List<String> ids) {
        run(cancellation(ids));
    }

    private String run(Command command) {
        CommandResult result = runner.capture(command, Path.of(""));
        if (!result.succeeded()) {
            throw new UserError("'" + command.words().get(0) + "' failed: " + reason(result), "see 'scontrol ping'");
        }
        return result.output();
    }

    private static String reason(CommandResult result) {
        List<String> lines = result.errors().strip().lines().toList();
        return lines.isEmpty()
                ? "exit status " + result.exitStatus()
                : String.join("; ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.FileTrees;
import org.mqecn.result.ResultLayout;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * What the jobs of an experiment need besides its results, in a folder beside them; it is there until all runs are
 * complete.
 *
 * @param results absolute path of the results
 */
record SlurmFolder(Path results) {
    private static final String SUBMISSION = "submission.json";
    private static final int LAST_LINES = 6;
    private static final int DIGITS = 8;
    private static final String MESSAGE = "mqecn: ";

    /** What a node writes into the log of a task that it ends. Errors of the task that follow are consequences. */
    private static final String ENDED_BY_SLURM = "slurmstepd: error: *** ";

    /** That of a folder of results. */
    static SlurmFolder of(Path results) {
        return new SlurmFolder(results.toAbsolutePath().normalize());
    }

    Path path() {
        return new ResultLayout(results).slurm();
    }

    Path submission() {
        return path().resolve(SUBMISSION);
    }

    /** The name of all jobs of this folder, from its path alone. */
    String jobName() {
        return "mqecn-" + results.getFileName() + "-"
                + ContentDigest.of(results.toString()).substring(0, DIGITS);
    }

    /** Name of the file with the output of a task: what Slurm knows of it. */
    static String logName(int first, String index) {
        return first + "_" + index + ".log";
    }

    private Path log(int trial, int arraySize) {
        int index = trial % arraySize;
        return path().resolve(logName(trial - index, Integer.toString(index)));
    }

    /** Where a task writes a run file before it is whole, apart from that of another attempt. */
    Path unfinished(String name, String attempt) {
        return path().resolve(name + "." + attempt);
    }

    /**
     * Why a task ended: what Slurm said when it ended it, or else the error that it printed, or else its last lines; empty if
     * its log is.
     */
    Optional<String> reason(int trial, int arraySize) {
        try {
            List<String> lines = Files.readAllLines(log(trial, arraySize)).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .distinct()
                    .toList();
            return lines.stream()
                    .filter(line -> line.startsWith(ENDED_BY_SLURM))
                    .findFirst()
                    .or(() -> Optional.of(error(lines)))
                    .filter(found -> !found.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String error(List<String> lines) {
        int from = lines.lastIndexOf(lines.stream()
                .filter(line -> line.startsWith(MESSAGE))
                .reduce((first, second) -> second)
                .orElse(""));
        List<String> last = from < 0
                ? lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                : lines.subList(from, Math.min(lines.size(), from + LAST_LINES));
        return String.join("; ", last).replaceFirst("^" + MESSAGE, "");
    }

    void deleteLog(int trial, int arraySize) throws IOException {
        Files.deleteIfExists(log(trial, arraySize));
    }

    /** Makes the folder. Returns whether it was not there. */
    boolean create() {
        boolean isNew = !Files.isDirectory(path());
        try {
            Files.createDirectories(path());
        } catch (IOException e) {
            throw new UserError("cannot make " + path() + ": " + IoErrors.reason(e), "");
        }
        return isNew;
    }

    void delete() {
        try {
            FileTrees.delete(path());
        } catch (IOException e) {
            throw new UserError("cannot delete " + path() + ": " + IoErrors.describe(e), "delete it by hand");
        }
    }
}

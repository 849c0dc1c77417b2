// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.mqecn.host.FileTrees;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Where the files of an experiment are in its folder. */
public record ResultLayout(Path folder) {
    /** Where results are unless another folder is named. */
    public static final Path PARENT = Path.of("results");
    /** Name of the folder of run files. */
    public static final String RUNS = "runs";
    /** Name of the scenario's copy. */
    public static final String SCENARIO = "scenario.yaml";

    private static final String SUMMARY = "summary.json";
    /** End of the names of result files. */
    static final String SUFFIX = ".json";

    public Path runs() {
        return folder.resolve(RUNS);
    }

    /** The file of a run. */
    public Path run(String name) {
        return runs().resolve(name + SUFFIX);
    }

    public Path scenario() {
        return folder.resolve(SCENARIO);
    }

    /** What jobs of Slurm need while they run. */
    public Path slurm() {
        return folder.resolve("slurm");
    }

    public Path summary() {
        return folder.resolve(SUMMARY);
    }

    /**
     * The results in a folder of results that were written last.
     *
     * @throws UserError if there are none
     */
    public static Path newest(Path parent) {
        try {
            return (Files.isDirectory(parent) ? FileTrees.list(parent) : List.<Path>of())
                    .stream()
                            .filter(folder -> Files.exists(new ResultLayout(folder).summary()))
                            .max(Comparator.comparing(folder ->
                                    new ResultLayout(folder).summary().toFile().lastModified()))
                            .orElseThrow(() -> UserError.usage(
                                    "no results in " + parent,
                                    "name the folder of 'mqecn run --out', or run a scenario"));
        } catch (IOException e) {
            throw new UserError("cannot read " + parent + ": " + IoErrors.reason(e), "");
        }
    }

    /** Names of the runs that are there, sorted. */
    public List<String> runNames() throws IOException {
        try (Stream<Path> files = Files.list(runs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}

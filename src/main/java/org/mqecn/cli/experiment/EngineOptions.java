// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.experiment.slurm.SlurmOptions;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** Where runs run. */
final class EngineOptions {
    /** Engines, by the names of the option. */
    enum EngineType {
        LOCAL,
        SLURM
    }

    @Option(
            names = "--engine",
            paramLabel = "local|slurm",
            description =
                    "Run on this machine (default), or submit the runs to Slurm and follow them: see docs/cluster.md.")
    private EngineType engine;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Number of parallel cases on this machine (default: number of CPUs).")
    private Integer jobs;

    @Option(names = "--partition", paramLabel = "NAME", description = "Partition of Slurm (default: the cluster's).")
    private String partition;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "Limit of each run in Slurm, as sbatch takes it: minutes, or HOURS:MINUTES:SECONDS.")
    private String time;

    @Option(names = "--max-jobs", paramLabel = "N", description = "Number of runs that Slurm runs at the same time.")
    private Integer maxJobs;

    @Option(
            names = "--sbatch",
            paramLabel = "OPTION",
            description = "Further option of sbatch, for example --sbatch=--account=net.")
    private List<String> sbatch = new ArrayList<>();

    /** Whether Slurm is asked for. */
    boolean isSlurm() {
        return engine == EngineType.SLURM;
    }

    /** Whether this machine is asked for. */
    boolean isLocal() {
        return engine == EngineType.LOCAL;
    }

    /** @throws UserError if they do not fit the engine */
    void check(boolean slurm) {
        requireAtLeastOne("--jobs", jobs);
        requireAtLeastOne("--max-jobs", maxJobs);
        if (slurm && jobs != null) {
            throw UserError.usage("--jobs is for this machine", "limit the runs in Slurm with --max-jobs");
        }
        if (!slurm && (partition != null || time != null || maxJobs != null || !sbatch.isEmpty())) {
            throw UserError.usage("--partition, --time, --max-jobs and --sbatch are for Slurm", "add --engine slurm");
        }
    }

    private static void requireAtLeastOne(String option, Integer number) {
        if (number != null && number < 1) {
            throw UserError.usage(
                    option + " " + number + " is out of range: it is at least 1", "see 'mqecn run --help'");
        }
    }

    int jobs() {
        return jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    }

    SlurmOptions slurm() {
        List<String> options = new ArrayList<>();
        if (partition != null) {
            options.add("--partition=" + partition);
        }
        if (time != null) {
            options.add("--time=" + time);
        }
        options.addAll(sbatch);
        return new SlurmOptions(options, maxJobs == null ? 0 : maxJobs);
    }
}

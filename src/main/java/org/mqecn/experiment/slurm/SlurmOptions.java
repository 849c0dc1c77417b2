// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import java.util.ArrayList;
import java.util.List;

/**
 * What the user asks of Slurm.
 *
 * @param sbatch options of sbatch(1)
 * @param maxJobs number of runs at the same time; 0 for as many as Slurm gives
 */
public record SlurmOptions(List<String> sbatch, int maxJobs) {
    public static final SlurmOptions NONE = new SlurmOptions(List.of(), 0);

    public SlurmOptions {
        sbatch = sbatch == null ? List.of() : List.copyOf(sbatch);
    }

    /** These options; those that they leave open are those of an earlier submission. */
    SlurmOptions or(SlurmOptions earlier) {
        List<String> options = new ArrayList<>(earlier.sbatch());
        options.removeIf(option -> sbatch.stream().anyMatch(other -> name(other).equals(name(option))));
        options.addAll(sbatch);
        return new SlurmOptions(options, maxJobs == 0 ? earlier.maxJobs() : maxJobs);
    }

    private static String name(String option) {
        return option.replaceFirst("=.*", "");
    }
}

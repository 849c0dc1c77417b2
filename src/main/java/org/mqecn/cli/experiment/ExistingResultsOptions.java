// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import org.mqecn.experiment.runner.ExistingRuns;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** What to do with the results of another experiment in the results directory. */
final class ExistingResultsOptions {
    @Option(
            names = "--add",
            description =
                    "Keep the results of other settings that DIR holds, and add these. Without --add or --overwrite, "
                            + "such a DIR is refused.")
    private boolean add;

    @Option(names = "--overwrite", description = "Delete all results in DIR first.")
    private boolean overwrite;

    ExistingRuns.Policy policy() {
        if (add && overwrite) {
            throw UserError.usage("--add and --overwrite exclude each other", "");
        }
        return add ? ExistingRuns.Policy.ADD : overwrite ? ExistingRuns.Policy.OVERWRITE : ExistingRuns.Policy.REFUSE;
    }
}

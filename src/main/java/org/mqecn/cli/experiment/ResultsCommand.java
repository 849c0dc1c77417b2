// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs of results. */
@Command(name = "results", description = "Manage directories of results.")
public final class ResultsCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup()
                .add("merge", ResultsMergeCommand::new)
                .add("status", ResultsStatusCommand::new)
                .add("compare", ResultsCompareCommand::new)
                .add("export", ResultsExportCommand::new)
                .commandLine(new ResultsCommand(), requested);
    }
}

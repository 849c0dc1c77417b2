// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that measure costs. */
@Command(name = "bench", description = "What queueing disciplines cost.")
public final class BenchCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    public static CommandLine commandLine(String asked) {
        return new VerbGroup().add("cpu", BenchCpuCommand::new).commandLine(new BenchCommand(), asked);
    }
}

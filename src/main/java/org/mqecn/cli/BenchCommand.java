// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that measure costs. */
@Command(name = "bench", description = "What queueing disciplines cost.")
final class BenchCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    static CommandLine line(String asked) {
        return new Subverbs().add("cpu", BenchCpu::new).line(new BenchCommand(), asked);
    }
}

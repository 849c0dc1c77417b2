// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.experiment;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The benchmarks of qdiscs. */
@Command(name = "bench", description = "Measure the CPU cost of qdiscs.")
public final class BenchCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup().add("cpu", BenchCpuCommand::new).commandLine(new BenchCommand(), requested);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.lab.LabKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the guests' kernel ahead of the first guest. */
@Command(
        name = "build",
        description = {
            "Build the lab's kernel from the distribution's source, unless it is there.",
            "It takes minutes; what is built stays in the cache.%n"
        })
final class LabBuildCommand implements Callable<Integer> {
    @Option(
            names = "--debug",
            description = "The kernel that looks for faults while it runs: KASAN, UBSAN, lockdep, kmemleak.")
    private boolean debug;

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            description = "Another source: a package, an archive or a folder. Also $MQECN_LAB_KERNEL.")
    private String source;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LabKernel labKernel = LabFactory.create(spec.commandLine()).buildKernel(debug, Optional.ofNullable(source));
        spec.commandLine().getErr().println("mqecn: kernel " + labKernel.release() + " in " + labKernel.folder());
        return ExitCode.SUCCESS;
    }
}

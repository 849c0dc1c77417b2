// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.Messages;
import org.mqecn.lab.LabKernel;
import org.mqecn.lab.StockKernel;
import org.mqecn.lab.StockRelease;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "build",
        description = {
            "Build the lab's kernel from the distribution's source if it is not in the cache.",
            "A build takes minutes; its result stays in the cache.%n"
        })
final class LabBuildCommand implements Callable<Integer> {
    @Option(names = "--debug", description = "Build the debug kernel (KASAN, UBSAN, lockdep, kmemleak).")
    private boolean debug;

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            description =
                    "Kernel source: a package, an archive or a directory (default: $MQECN_LAB_KERNEL, or the distribution's "
                            + "package).")
    private String source;

    @Option(
            names = "--stock",
            paramLabel = "RELEASE",
            description = "Install the unchanged kernel of a release of Debian instead (for lab exec --guest qemu).")
    private String stock;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (stock != null) {
            return installStockKernel();
        }
        LabKernel labKernel = LabFactory.create(spec.commandLine()).buildKernel(debug, Optional.ofNullable(source));
        Messages.print(spec.commandLine(), "kernel " + labKernel.release() + " in " + labKernel.folder());
        return ExitCode.SUCCESS;
    }

    private int installStockKernel() {
        if (debug || source != null) {
            throw UserError.usage("--stock takes a kernel as it is", "leave out " + (debug ? "--debug" : "--kernel"));
        }
        StockKernel kernel = LabFactory.create(spec.commandLine()).installStockKernel(StockRelease.find(stock));
        Messages.print(spec.commandLine(), "kernel " + kernel.release() + " in " + kernel.folder());
        return ExitCode.SUCCESS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.testbed.DataDiskMount;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mounts the data disk of a virtual machine on this one, and gives it back. */
@Command(
        name = "disk",
        sortOptions = false,
        customSynopsis = {"mqecn testbed disk HOST mount DIR [--read-only]", "mqecn testbed disk HOST unmount"},
        description = {
            "Mount the data disk of a virtual machine that is halted on this machine, or give it back.",
            "",
            "While it is mounted the machine cannot start with it: 'up' unmounts it first, as 'down' does.%n"
        },
        footer = {"", "Example: mqecn testbed halt one; mqecn testbed disk one mount /mnt"})
final class TestbedDiskCommand implements Callable<Integer> {
    enum DiskAction {
        MOUNT,
        UNMOUNT
    }

    @Mixin
    private TestbedOption testbedOption;

    @Mixin
    private OutputOption output;

    @Parameters(index = "0", paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Parameters(index = "1", paramLabel = "mount|unmount", description = "What to do with its data disk.")
    private DiskAction diskAction;

    @Parameters(index = "2", arity = "0..1", paramLabel = "DIR", description = "An empty folder to mount it on.")
    private Path folder;

    @Option(names = "--read-only", description = "Mount it so that nothing can be written.")
    private boolean readOnly;

    @Option(names = "--dry-run", description = "Only print the commands that would run.")
    private boolean dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DataDiskMount disk =
                testbedOption.testbeds().dataDisk(testbedOption.activeFile().testbed(), host);
        ChangeOutcome outcome = diskAction == DiskAction.MOUNT ? mount(disk) : unmount(disk);
        return OutcomePrinter.print(spec.commandLine(), outcome, output.isJson(), dryRun);
    }

    private ChangeOutcome mount(DataDiskMount disk) {
        if (folder == null) {
            throw UserError.usage(
                    "a folder is missing on which to mount the data disk of " + host,
                    "for example: mqecn testbed disk " + host + " mount /mnt");
        }
        return dryRun ? disk.planMount(folder, readOnly) : disk.mount(folder, readOnly);
    }

    private ChangeOutcome unmount(DataDiskMount disk) {
        if (folder != null || readOnly) {
            throw UserError.usage(
                    "'unmount' takes no folder and no option of 'mount'", "mqecn testbed disk " + host + " unmount");
        }
        return dryRun ? disk.planUnmount() : disk.unmount();
    }
}

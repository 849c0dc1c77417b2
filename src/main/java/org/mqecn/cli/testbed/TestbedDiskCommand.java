// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
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

@Command(
        name = "disk",
        sortOptions = false,
        customSynopsis = {"mqecn testbed disk HOST mount DIR [--read-only]", "       mqecn testbed disk HOST unmount%n"
        },
        description = {
            "Mount the data disk of a halted virtual machine on the host, or unmount it.",
            "",
            "While it is mounted the virtual machine cannot use it; 'up' and 'down' unmount it first.%n"
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

    @Parameters(index = "1", paramLabel = "mount|unmount", description = "Mount or unmount the data disk.")
    private DiskAction diskAction;

    @Parameters(index = "2", arity = "0..1", paramLabel = "DIR", description = "Mount point, an empty directory.")
    private Path mountPoint;

    @Option(names = "--read-only", description = "Mount read-only.")
    private boolean readOnly;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DataDiskMount disk =
                testbedOption.manager().dataDisk(testbedOption.activeFile().testbed(), host);
        ChangeOutcome outcome = diskAction == DiskAction.MOUNT ? mount(disk) : unmount(disk);
        return OutcomePrinter.print(spec.commandLine(), outcome, output.isJson(), dryRun.isSet());
    }

    private ChangeOutcome mount(DataDiskMount disk) {
        if (mountPoint == null) {
            throw UserError.usage(
                    "missing DIR to mount the data disk of " + host,
                    "for example: mqecn testbed disk " + host + " mount /mnt");
        }
        return dryRun.isSet() ? disk.planMount(mountPoint, readOnly) : disk.mount(mountPoint, readOnly);
    }

    private ChangeOutcome unmount(DataDiskMount disk) {
        if (mountPoint != null || readOnly) {
            throw UserError.usage(
                    "'unmount' takes neither DIR nor --read-only", "mqecn testbed disk " + host + " unmount");
        }
        return dryRun.isSet() ? disk.planUnmount() : disk.unmount();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.testbed.vm.VirtualMachineController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "halt",
        sortOptions = false,
        description = {
            "Shut a virtual machine down: via guest agent, then ACPI power button, then forced off.",
            "'mqecn testbed up' starts it again.%n"
        })
final class TestbedHaltCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

    @Parameters(paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        String testbed = testbedOption.requireVirtualMachine(host);
        testbedOption.machine().requireNetAdmin("halt " + host);
        new VirtualMachineController(testbedOption.machine()).halt(testbed, host);
        return ExitCode.SUCCESS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.testbed.vm.VirtualMachineController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
    private OutputOption output;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return OutcomePrinter.print(spec.commandLine(), halt(), output.isJson(), dryRun.isSet());
    }

    private ChangeOutcome halt() {
        String testbed = testbedOption.requireVirtualMachine(host);
        VirtualMachineController controller = new VirtualMachineController(testbedOption.machine());
        if (!controller.isRunning(testbed, host)) {
            return ChangeOutcome.unchanged(host + " is halted");
        }
        if (!dryRun.isSet()) {
            testbedOption.machine().requireNetAdmin("halt " + host);
            controller.halt(testbed, host);
        }
        return new ChangeOutcome(
                true,
                host + " is halted",
                List.of(VirtualMachineController.haltCommand(testbed, host).shellLine()),
                List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.testbed.vm.MachineCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends one virtual machine. */
@Command(name = "halt", sortOptions = false, description = {
    "Shut a virtual machine down: its agent is asked, then its power button pressed, and then it is ended.",
    "'mqecn testbed up' starts it again.%n"})
final class TestbedHalt implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Parameters(paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Mixin
    private HelpOption help;

    @Override
    public Integer call() {
        String testbed = choice.nameWithMachine(host);
        choice.machine().requireNetAdmin("halt " + host);
        new MachineCommands(choice.machine()).halt(testbed, host);
        return ExitCode.SUCCESS;
    }
}

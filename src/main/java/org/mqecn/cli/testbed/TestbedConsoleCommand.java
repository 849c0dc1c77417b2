// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Terminal;
import org.mqecn.testbed.vm.SerialConsole;
import org.mqecn.testbed.vm.VirtualMachineController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "console",
        sortOptions = false,
        description = {
            "Attach the terminal to the serial console of a virtual machine; Ctrl-] detaches.",
            "",
            "If standard input is not a terminal, it is passed on; the command exits at end of input once the machine is "
                    + "idle.%n"
        })
final class TestbedConsoleCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

    @Parameters(paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String testbed = testbedOption.requireVirtualMachine(host);
        try (SerialConsole console = new VirtualMachineController(testbedOption.machine()).console(testbed, host)) {
            if (Terminal.isInteractive()) {
                attachTerminal(console);
            } else {
                attach(console, false);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void attachTerminal(SerialConsole console) {
        Messages.print(spec.commandLine(), "console of " + host + "; Ctrl-] detaches");
        Terminal.runInRawMode(new CommandRunner(), () -> attach(console, true));
        spec.commandLine().getErr().println();
    }

    private static void attach(SerialConsole console, boolean hasEscape) {
        console.attach(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), hasEscape);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Terminal;
import org.mqecn.testbed.vm.Console;
import org.mqecn.testbed.vm.MachineCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins the terminal to the serial console of a virtual machine. */
@Command(name = "console", sortOptions = false,
        description = {"Join the terminal to the serial console of a virtual machine; Ctrl-] leaves it.", "",
            "Input that is not a terminal is passed on; it ends when that has ended and the machine is silent.%n"})
final class TestbedConsole implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Parameters(paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String testbed = choice.nameWithMachine(host);
        try (Console console = new MachineCommands(choice.machine()).console(testbed, host)) {
            if (Terminal.isThere()) {
                byHand(console);
            } else {
                join(console, false);
            }
        }
        return ExitCode.SUCCESS;
    }

    private void byHand(Console console) {
        spec.commandLine().getErr().println("mqecn: the console of " + host + "; Ctrl-] leaves it");
        spec.commandLine().getErr().flush();
        Terminal.raw(new CommandRunner(), () -> join(console, true));
        spec.commandLine().getErr().println();
    }

    private static void join(Console console, boolean hasEscape) {
        console.join(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), hasEscape);
    }
}

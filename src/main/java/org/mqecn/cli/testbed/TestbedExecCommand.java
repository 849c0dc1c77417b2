// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.NetnsCommands;
import org.mqecn.host.Programs;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "exec",
        sortOptions = false,
        customSynopsis = "mqecn testbed exec [-f FILE|NAME] HOST -- COMMAND…%n",
        description = {
            "Run COMMAND on a host or router of a testbed.",
            "Standard input, output and exit status are those of the command.%n"
        },
        footer = {"", "Exit status: that of COMMAND; 127 no such program, 126 it cannot be executed."})
final class TestbedExecCommand implements Callable<Integer> {
    private static final Path STDIN = Path.of("/proc/self/fd/0");

    @Mixin
    private TestbedOption testbedOption;

    @Parameters(index = "0", paramLabel = "HOST", description = "Name of the host or router.")
    private String host;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "Program and arguments.")
    private List<String> command;

    @Mixin
    private HelpOption help;

    private CommandSpec spec;

    /** Options after HOST belong to COMMAND. */
    @Spec
    void spec(CommandSpec spec) {
        this.spec = spec;
        spec.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws IOException {
        TestbedLayout layout = testbedOption.requireNode(host);
        if (!layout.isHost(host) && layout.namespace(host).isEmpty()) {
            throw UserError.usage(host + " is a bridge, not a host", "run the command directly");
        }
        testbedOption.machine().requireNetAdmin("run a command on " + host);
        List<String> arguments = command.get(0).equals("--") ? command.subList(1, command.size()) : command;
        if (layout.isVirtualMachine(host)) {
            return executeInVirtualMachine(layout.testbed(), arguments);
        }
        Optional<CommandResult> unrunnable = Programs.unrunnable(arguments.get(0));
        if (unrunnable.isPresent()) {
            return print(unrunnable.get());
        }
        return new CommandRunner()
                .runAttached(new NetnsCommands(layout.namespace(host))
                        .exec(org.mqecn.host.Command.of(arguments))
                        .words());
    }

    /** The guest agent returns the output only after the command has ended. */
    private int executeInVirtualMachine(String testbed, List<String> arguments) throws IOException {
        CommandResult result = new VirtualMachineController(testbedOption.machine())
                .execute(testbed, host, new org.mqecn.host.Command(arguments, readStdin()));
        return print(result);
    }

    private int print(CommandResult result) {
        spec.commandLine().getOut().print(result.output());
        spec.commandLine().getErr().print(result.errors());
        return result.exitStatus();
    }

    /** Reads all of standard input as text; a terminal or other device counts as empty. */
    private static String readStdin() throws IOException {
        return Files.readSymbolicLink(STDIN).startsWith("/dev")
                ? ""
                : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
}

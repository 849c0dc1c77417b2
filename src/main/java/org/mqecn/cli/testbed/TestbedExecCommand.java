// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.NetnsCommands;
import org.mqecn.testbed.resources.TestbedLayout;
import org.mqecn.testbed.vm.VirtualMachineController;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one command on a host. */
@Command(
        name = "exec",
        sortOptions = false,
        customSynopsis = "mqecn testbed exec [-f FILE|NAME] HOST -- COMMAND…",
        description = {
            "Run COMMAND on a host or router of a testbed.",
            "Input, output and exit status are the command's.%n"
        })
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

    /** Options after HOST are COMMAND's. */
    @Spec
    void spec(CommandSpec own) {
        spec = own;
        spec.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws IOException {
        TestbedLayout layout = testbedOption.requireNode(host);
        if (!layout.isHost(host) && layout.namespace(host).isEmpty()) {
            throw UserError.usage(host + " is a bridge of this machine: nothing runs inside", "run it without mqecn");
        }
        testbedOption.machine().requireNetAdmin("run a command on " + host);
        List<String> words = command.get(0).equals("--") ? command.subList(1, command.size()) : command;
        if (layout.isVirtualMachine(host)) {
            return executeInVirtualMachine(layout.testbed(), words);
        }
        return new CommandRunner()
                .runAttached(new NetnsCommands(layout.namespace(host))
                        .exec(org.mqecn.host.Command.of(words))
                        .words());
    }

    /** What it prints comes when it has ended. */
    private int executeInVirtualMachine(String testbed, List<String> words) throws IOException {
        CommandResult result = new VirtualMachineController(testbedOption.machine())
                .execute(testbed, host, new org.mqecn.host.Command(words, readStdin()));
        spec.commandLine().getOut().print(result.output());
        spec.commandLine().getErr().print(result.errors());
        return result.exitStatus();
    }

    /** All of it, as text, where it is not a terminal. */
    private static String readStdin() throws IOException {
        return Files.readSymbolicLink(STDIN).startsWith("/dev")
                ? ""
                : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
}

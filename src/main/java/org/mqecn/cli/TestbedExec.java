// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Places;
import org.mqecn.testbed.Typed;
import org.mqecn.testbed.vm.MachineCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one command on a host. */
@Command(name = "exec", sortOptions = false,
        customSynopsis = "mqecn testbed exec [-f FILE|NAME] HOST -- COMMAND…",
        description = {"Run COMMAND on a host or router of a testbed.",
            "Input, output and exit status are the command's.%n"})
final class TestbedExec implements Callable<Integer> {
    private static final Path INPUT = Path.of("/proc/self/fd/0");

    @Mixin
    private TestbedChoice choice;

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
        Places places = choice.placesWith(host);
        if (!places.isHost(host) && places.namespace(host).isEmpty()) {
            throw UserError.usage(host + " is a bridge of this machine: nothing runs inside", "run it without mqecn");
        }
        choice.machine().requireNetAdmin("run a command on " + host);
        List<String> words = command.get(0).equals("--") ? command.subList(1, command.size()) : command;
        if (places.isMachine(host)) {
            return inMachine(places.testbed(), words);
        }
        return new CommandRunner().passOn(new Typed(places.namespace(host))
                .inside(org.mqecn.host.Command.of(words)).words());
    }

    /** What it prints comes when it has ended. */
    private int inMachine(String testbed, List<String> words) throws IOException {
        CommandResult result = new MachineCommands(choice.machine()).execute(testbed, host,
                new org.mqecn.host.Command(words, input()));
        spec.commandLine().getOut().print(result.output());
        spec.commandLine().getErr().print(result.errors());
        return result.exitStatus();
    }

    /** All of it, as text, where it is not a terminal. */
    private static String input() throws IOException {
        return Files.readSymbolicLink(INPUT).startsWith("/dev") ? ""
                : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
}

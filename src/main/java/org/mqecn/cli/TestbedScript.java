// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the commands that make a testbed. */
@Command(name = "script", sortOptions = false,
        description = {"Print the commands that make a testbed where nothing of it is, for 'sh -e'.%n"})
final class TestbedScript implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Option(names = "--down", description = "Print the commands that remove it.")
    private boolean down;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Testbed testbed = choice.wanted().testbed();
        List<String> lines = down ? choice.testbeds().downScript(testbed) : choice.testbeds().script(testbed);
        lines.forEach(spec.commandLine().getOut()::println);
        return ExitCode.SUCCESS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "script",
        sortOptions = false,
        description = {"Print a shell script that creates the testbed from scratch, for 'sh -e'.", ""})
final class TestbedScriptCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

    @Option(names = "--down", description = "Print the script that removes it.")
    private boolean down;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Testbed testbed = testbedOption.desiredFile().testbed();
        List<String> lines = down
                ? testbedOption.manager().downScript(testbed)
                : testbedOption.manager().upScript(testbed);
        lines.forEach(spec.commandLine().getOut()::println);
        return ExitCode.SUCCESS;
    }
}

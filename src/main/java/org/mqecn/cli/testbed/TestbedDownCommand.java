// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "down",
        sortOptions = false,
        description = {
            "Remove a testbed's resources and nothing else.",
            "",
            "Also works after an interrupted 'up' or 'down' and after a reboot. Sysctls are restored.%n"
        })
final class TestbedDownCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

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
        return OutcomePrinter.print(spec.commandLine(), takeDown(), output.isJson(), dryRun.isSet());
    }

    private ChangeOutcome takeDown() {
        if (testbedOption.isEmpty()) {
            return ChangeOutcome.unchanged("no testbed is running");
        }
        String name = testbedOption.testbedName();
        return dryRun.isSet()
                ? testbedOption.manager().planDown(name)
                : testbedOption.manager().down(name);
    }
}

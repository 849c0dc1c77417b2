// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Create a testbed, or reconcile a running one with its file.",
            "",
            "Idempotent: creates what is missing, repairs what differs and removes what is no longer described. On failure "
                    + "its changes are rolled back.%n"
        },
        footer = {"", "Example: mqecn testbed up -f star"})
final class TestbedUpCommand implements Callable<Integer> {
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
        TestbedFile file = testbedOption.desiredFile();
        Testbed testbed = file.testbed();
        file.problems().forEach(problem -> Messages.print(spec.commandLine(), problem.message()));
        ChangeOutcome outcome = dryRun.isSet()
                ? testbedOption.manager().planUp(testbed)
                : testbedOption.manager().up(testbed, file.text());
        return OutcomePrinter.print(spec.commandLine(), outcome, output.isJson(), dryRun.isSet());
    }
}

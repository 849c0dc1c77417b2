// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a testbed up, or makes the one that is up like its file. */
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Bring a testbed up, or make the one that is up like its file.",
            "",
            "What is there and right stays, what differs is mended, what is missing is made, and what is not asked "
                    + "for any more is removed. Where it fails, what it made is taken back.%n"
        },
        footer = {"", "Example: mqecn testbed up -f star"})
final class TestbedUpCommand implements Callable<Integer> {
    @Mixin
    private TestbedOption testbedOption;

    @Mixin
    private OutputOption output;

    @Option(names = "--dry-run", description = "Only print the commands that would run.")
    private boolean dryRun;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TestbedFile file = testbedOption.desiredFile();
        Testbed testbed = file.testbed();
        file.problems().forEach(problem -> spec.commandLine().getErr().println("mqecn: " + problem.message()));
        ChangeOutcome outcome = dryRun
                ? testbedOption.testbeds().planUp(testbed)
                : testbedOption.testbeds().up(testbed, file.text());
        return OutcomePrinter.print(spec.commandLine(), outcome, output.isJson(), dryRun);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.SchemeInstaller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description = {
            "Remove a marking scheme or a buffer policy that was added, and its module from this machine.",
            "",
            "The file from which it was built stays.%n"
        })
final class SchemeRemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the scheme.")
    private String name;

    @Mixin
    private DryRunOption dryRun;

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return OutcomePrinter.print(
                spec.commandLine(),
                new SchemeInstaller(ChangeContext.onThisMachine("", dryRun.isSet())).remove(name),
                output.isJson(),
                dryRun.isSet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.DryRunOption;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.LabFactory;
import org.mqecn.cli.common.Messages;
import org.mqecn.cli.common.OutcomePrinter;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.host.AddedSchemes;
import org.mqecn.host.ChangeContext;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SchemeInstaller;
import org.mqecn.host.SchemeSource;
import org.mqecn.lab.SchemeAdder;
import org.mqecn.value.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "build",
        description = {
            "Compile a marking scheme or a buffer policy for the lab's kernel, and add it to those that mqecn knows.",
            "",
            "A scheme that was added is there in all verbs. It is a copy: build it again after a change. What was added "
                    + "before remains if the new file is wrong.%n"
        })
final class SchemeBuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE|NAME", description = "File NAME.c, or the scheme in the folder NAME.")
    private String scheme;

    @Option(
            names = "--running",
            description = "Build for the running kernel instead, and install the module where the kernel looks for it.")
    private boolean running;

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
        SchemeSource source = SchemeSource.find(scheme).orElseThrow(() -> SchemeSource.notFound(scheme));
        if (dryRun.isSet() && !running) {
            throw UserError.usage(
                    "--dry-run shows what --running does: a build for the lab runs no command that changes the machine",
                    "leave out --dry-run, or add --running");
        }
        return OutcomePrinter.print(
                spec.commandLine(), running ? install(source) : add(source), output.isJson(), dryRun.isSet());
    }

    private ChangeOutcome install(SchemeSource source) {
        return new SchemeInstaller(ChangeContext.onThisMachine("", dryRun.isSet())
                        .withProgress(line -> Messages.print(spec.commandLine(), line)))
                .install(source);
    }

    private ChangeOutcome add(SchemeSource source) {
        new SchemeAdder(new AddedSchemes(LocalMachine.current()), source)
                .add(schemes -> LabFactory.create(spec.commandLine()).prepareGuest(false, schemes));
        return new ChangeOutcome(
                true, "the scheme " + source.name() + " is built, and all verbs know it", List.of(), List.of());
    }
}

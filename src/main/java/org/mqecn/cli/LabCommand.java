// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.function.Consumer;
import org.mqecn.host.Machine;
import org.mqecn.lab.Lab;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs on guests. */
@Command(name = "lab", description = "Machines that exist while a command runs in them, in virtual time.",
        subcommands = {LabBuild.class, LabExec.class, LabList.class}, synopsisSubcommandLabel = "build | exec | list")
final class LabCommand {
    @Mixin
    private Help help;

    static final class Help {
        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
        private boolean help;
    }

    /** The lab of this machine; what it builds is told on standard error. */
    static Lab lab(CommandLine command) {
        Consumer<String> progress = line -> {
            command.getErr().println("mqecn: " + line);
            command.getErr().flush();
        };
        return new Lab(Machine.local(), progress);
    }
}

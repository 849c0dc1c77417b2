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
@Command(name = "lab", description = "Machines that exist while a command runs in them, in virtual time.")
final class LabCommand {
    @Mixin
    private Help help;

    /** With the verb of that word alone, where there is one. */
    static CommandLine line(String asked) {
        return new Subverbs()
                .add("build", LabBuild::new)
                .add("exec", LabExec::new)
                .add("list", LabList::new)
                .line(new LabCommand(), asked);
    }

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

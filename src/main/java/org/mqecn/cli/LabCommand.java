// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs on guests. */
@Command(name = "lab", description = "Machines that exist while a command runs in them, in virtual time.")
final class LabCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    static CommandLine line(String asked) {
        return new Subverbs()
                .add("build", LabBuild::new)
                .add("exec", LabExec::new)
                .add("list", LabList::new)
                .line(new LabCommand(), asked);
    }
}

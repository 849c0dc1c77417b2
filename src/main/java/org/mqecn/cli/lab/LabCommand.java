// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs on guests. */
@Command(name = "lab", description = "Machines that exist while a command runs in them, in virtual time.")
public final class LabCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    public static CommandLine commandLine(String asked) {
        return new VerbGroup()
                .add("build", LabBuildCommand::new)
                .add("exec", LabExecCommand::new)
                .add("list", LabListCommand::new)
                .commandLine(new LabCommand(), asked);
    }
}

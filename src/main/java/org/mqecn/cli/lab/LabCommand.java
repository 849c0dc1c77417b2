// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs of the lab. */
@Command(name = "lab", description = "Run commands in short-lived virtual machines in virtual time.")
public final class LabCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup()
                .add("build", LabBuildCommand::new)
                .add("exec", LabExecCommand::new)
                .add("list", LabListCommand::new)
                .commandLine(new LabCommand(), requested);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs of marking schemes and buffer policies. */
@Command(name = "scheme", description = "Show, write, build and test marking schemes and buffer policies.")
public final class SchemeCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup()
                .add("list", SchemeListCommand::new)
                .add("show", SchemeShowCommand::new)
                .add("new", SchemeNewCommand::new)
                .add("build", SchemeBuildCommand::new)
                .add("test", SchemeTestCommand::new)
                .add("remove", SchemeRemoveCommand::new)
                .commandLine(new SchemeCommand(), requested);
    }
}

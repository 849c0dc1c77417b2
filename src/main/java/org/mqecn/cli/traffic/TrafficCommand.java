// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that make traffic. */
@Command(name = "traffic", description = "Flows as data centres have them; videos, and viewers who stream them.")
public final class TrafficCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    public static CommandLine commandLine(String asked) {
        return new VerbGroup()
                .add("server", TrafficServerCommand::new)
                .add("client", TrafficClientCommand::new)
                .add("videos", TrafficVideosCommand::new)
                .add("stream", TrafficStreamCommand::new)
                .commandLine(new TrafficCommand(), asked);
    }
}

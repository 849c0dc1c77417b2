// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.traffic;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that generate traffic. */
@Command(name = "traffic", description = "Generate traffic: data-centre flows and video streams.")
public final class TrafficCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup()
                .add("server", TrafficServerCommand::new)
                .add("client", TrafficClientCommand::new)
                .add("videos", TrafficVideosCommand::new)
                .add("stream", TrafficStreamCommand::new)
                .commandLine(new TrafficCommand(), requested);
    }
}

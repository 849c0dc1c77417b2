// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that make traffic. */
@Command(name = "traffic", description = "Flows as data centres have them; videos, and viewers who stream them.",
        subcommands = {TrafficServer.class, TrafficClient.class, TrafficVideos.class, TrafficStream.class},
        synopsisSubcommandLabel = "server | client | videos | stream")
final class TrafficCommand {
    @Mixin
    private LabCommand.Help help;
}

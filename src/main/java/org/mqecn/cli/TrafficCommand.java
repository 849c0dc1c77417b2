// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that make traffic. */
@Command(name = "traffic", description = "Videos, and viewers who stream them over HTTP.",
        subcommands = {TrafficVideos.class, TrafficStream.class}, synopsisSubcommandLabel = "videos | stream")
final class TrafficCommand {
    @Mixin
    private LabCommand.Help help;
}

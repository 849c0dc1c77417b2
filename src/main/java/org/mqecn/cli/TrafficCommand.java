// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs that make traffic. */
@Command(name = "traffic", description = "Flows as data centres have them; videos, and viewers who stream them.")
final class TrafficCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    static CommandLine line(String asked) {
        return new Subverbs()
                .add("server", TrafficServer::new)
                .add("client", TrafficClient::new)
                .add("videos", TrafficVideos::new)
                .add("stream", TrafficStream::new)
                .line(new TrafficCommand(), asked);
    }
}

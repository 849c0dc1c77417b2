// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs on testbeds. */
@Command(name = "testbed", description = "Hosts, switches and links as a file describes them.")
final class TestbedCommand {
    @Mixin
    private HelpOption help;

    /** With the verb of that word alone, where there is one. */
    static CommandLine line(String asked) {
        return new Subverbs()
                .add("up", TestbedUp::new)
                .add("down", TestbedDown::new)
                .add("status", TestbedStatus::new)
                .add("exec", TestbedExec::new)
                .add("verify", TestbedVerify::new)
                .add("graph", TestbedGraph::new)
                .add("script", TestbedScript::new)
                .add("halt", TestbedHalt::new)
                .add("console", TestbedConsole::new)
                .add("disk", TestbedDisk::new)
                .add("list", TestbedList::new)
                .add("image", TestbedImage::new)
                .line(new TestbedCommand(), asked);
    }
}

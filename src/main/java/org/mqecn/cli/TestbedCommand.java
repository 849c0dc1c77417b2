// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs on testbeds. */
@Command(name = "testbed", description = "Hosts, switches and links as a file describes them.",
        subcommands = {TestbedUp.class, TestbedDown.class, TestbedStatus.class, TestbedExec.class,
            TestbedVerify.class, TestbedGraph.class, TestbedScript.class, TestbedHalt.class,
            TestbedConsole.class, TestbedDisk.class, TestbedList.class, TestbedImage.class},
        synopsisSubcommandLabel = "up | down | status | exec | verify | graph | script | halt | console | disk | list"
            + " | image")
final class TestbedCommand {
    @Mixin
    private LabCommand.Help help;
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.testbed;

import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.VerbGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verbs of testbeds. */
@Command(name = "testbed", description = "Build and manage testbeds of hosts, switches and links.")
public final class TestbedCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine(String requested) {
        return new VerbGroup()
                .add("up", TestbedUpCommand::new)
                .add("down", TestbedDownCommand::new)
                .add("status", TestbedStatusCommand::new)
                .add("exec", TestbedExecCommand::new)
                .add("verify", TestbedVerifyCommand::new)
                .add("graph", TestbedGraphCommand::new)
                .add("script", TestbedScriptCommand::new)
                .add("halt", TestbedHaltCommand::new)
                .add("console", TestbedConsoleCommand::new)
                .add("disk", TestbedDiskCommand::new)
                .add("list", TestbedListCommand::new)
                .add("image", TestbedImageCommand::new)
                .commandLine(new TestbedCommand(), requested);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.PortRemover;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description = {
            "Remove a port and restore the settings of the device that install changed.",
            "",
            "Also cleans up after an interrupted install. Other qdiscs are left alone.%n"
        })
public final class RemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", description = "Network device.")
    private String device;

    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return changeOptions.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        return changeOptions.execute(spec.commandLine(), context -> new PortRemover(context).remove(device));
    }
}

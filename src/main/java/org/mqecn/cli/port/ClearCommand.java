// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.concurrent.Callable;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.host.PortChanger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "clear",
        description = "Reset the counters of a port and its queues to zero, and the watermarks to the current backlog. "
                + "The counters of 'tc -s' are not affected.%n")
public final class ClearCommand implements Callable<Integer> {
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
        return changeOptions.execute(spec.commandLine(), context -> new PortChanger(context).clear(device));
    }
}

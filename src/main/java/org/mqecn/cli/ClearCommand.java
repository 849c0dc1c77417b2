// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.host.Changer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "clear", description = "Set the counters of a port and its queues to zero, and their watermarks to "
        + "the backlog of now. What tc counts of every qdisc goes on.%n")
final class ClearCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", description = "The network device.")
    private String device;

    private final Change change = new Change();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return change.line(this);
    }

    @Override
    public Integer call() throws Exception {
        return change.make(spec.commandLine(), session -> new Changer(session).clear(device));
    }
}

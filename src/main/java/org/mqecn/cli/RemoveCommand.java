// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.host.Remover;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "remove", description = {"Remove the port of a device and put back what install changed.", "",
    "Also cleans up after an install that was interrupted. Qdiscs that are not ours stay.%n"})
final class RemoveCommand implements Callable<Integer> {
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
        return change.make(spec.commandLine(), session -> new Remover(session).remove(device));
    }
}

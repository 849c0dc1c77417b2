// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.host.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes a testbed down. */
@Command(name = "down", sortOptions = false,
        description = {"Take a testbed down: remove all that is its own, and nothing else.", "",
            "Also after an 'up' or 'down' that was cut short, and after a reboot. Sysctls get their old values back."
                + "%n"})
final class TestbedDown implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Mixin
    private TestbedFormat format;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Outcome outcome = choice.isNothing() ? Outcome.unchanged("no testbed is up")
                : choice.testbeds().down(choice.name());
        return Telling.tell(spec.commandLine(), outcome, format.isJson(), false);
    }
}

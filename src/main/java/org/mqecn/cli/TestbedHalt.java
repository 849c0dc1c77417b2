// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Places;
import org.mqecn.testbed.vm.MachineCommands;
import org.mqecn.topology.Host;
import org.mqecn.topology.Testbed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends one virtual machine. */
@Command(name = "halt", sortOptions = false, description = {
    "Shut a virtual machine down: its agent is asked, then its power button pressed, and then it is ended.",
    "'mqecn testbed up' starts it again.%n"})
final class TestbedHalt implements Callable<Integer> {
    @Mixin
    private TestbedChoice choice;

    @Parameters(paramLabel = "HOST", description = "Name of the virtual machine.")
    private String host;

    @Mixin
    private LabCommand.Help help;

    @Override
    public Integer call() {
        Testbed testbed = choice.present().testbed();
        if (!new Places(testbed, choice.machine()).isMachine(host)) {
            throw UserError.usage("testbed " + testbed.name() + " has no virtual machine '" + host + "'",
                    Suggestion.among(host, testbed.hosts().stream().filter(each -> each.machine().isPresent())
                            .map(Host::name).toList()));
        }
        choice.machine().requireNetAdmin("halt " + host);
        new MachineCommands(choice.machine()).halt(testbed.name(), host);
        return Main.DONE;
    }
}

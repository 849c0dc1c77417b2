// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.host.CommandResult;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Part;
import org.mqecn.testbed.Standing;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.Truth;

/** What a virtual machine is told when it is up. It goes with the machine. */
record ConfigurationPart(MachinePart machine, Configuration configuration) implements Part {
    @Override
    public String name() {
        return "inside of " + configuration.host().name();
    }

    @Override
    public Standing look(Truth truth) {
        return machine.look(truth).isRight() ? truth.known(name(), Standing.class, () -> ask(truth))
                : Standing.MISSING;
    }

    private Standing ask(Truth truth) {
        try {
            CommandResult result = new MachineCommands(truth.machine()).ask(machine.line().files(),
                    configuration.question());
            return Standing.with(result.succeeded() ? configuration.differences(result.output())
                    : List.of(result.errors().strip().replace("\n", "; ")));
        } catch (UserError e) {
            return Standing.with(List.of(e.getMessage()));
        }
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(MachineCommands.exec(machine.line().files().testbed(), configuration.host().name(),
                configuration.script()));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import org.mqecn.experiment.run.CaseRun;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Testbeds;

/** Runs cases on this machine, as root, one at a time. The testbed goes down in any case. */
public final class HostBackend implements Backend {
    private final Machine machine;
    private final Testbeds testbeds;

    public HostBackend(Machine machine) {
        this.machine = machine;
        this.testbeds = CaseRun.testbeds(machine);
    }

    @Override
    public String place() {
        return "this machine, kernel " + machine.release();
    }

    @Override
    public String run(Case subject) throws Exception {
        machine.requireNetAdmin("run scenarios on this machine");
        String name = subject.testbed().name();
        if (testbeds.names().contains(name)) {
            throw new UserError("a testbed " + name + " is up already", "'mqecn testbed down -f " + name
                    + "' takes it down");
        }
        try {
            return new CaseRun(subject, machine).run();
        } finally {
            testbeds.down(name);
        }
    }
}

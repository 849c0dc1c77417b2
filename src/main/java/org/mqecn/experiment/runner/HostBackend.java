// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import org.mqecn.experiment.run.CaseRun;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.host.Machine;

/** Runs cases on this machine, as root, one at a time. The testbed goes down in any case. */
public final class HostBackend implements Backend<Case> {
    private final Machine machine;

    public HostBackend(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String place() {
        return "this machine, kernel " + machine.release();
    }

    @Override
    public String run(Case subject) throws Exception {
        return PassingTestbed.during(machine, subject.testbed(), "run scenarios on this machine",
                () -> new CaseRun(subject, machine).run());
    }
}

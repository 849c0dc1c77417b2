// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.host.LocalMachine;
import org.mqecn.result.RunFile;

/** Runs cases on this machine, as root, one at a time, each in a temporary testbed. */
public final class HostBackend implements Backend<ScenarioCase> {
    private final LocalMachine machine;

    public HostBackend(LocalMachine machine) {
        this.machine = machine;
    }

    @Override
    public String environment() {
        return "this machine, kernel " + machine.kernelRelease();
    }

    @Override
    public RunFile run(ScenarioCase subject) throws Exception {
        return TemporaryTestbed.callWith(
                machine, subject.testbed(), "run scenarios on this machine", () -> new CaseRunner(subject, machine)
                        .run());
    }
}

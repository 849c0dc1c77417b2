// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.concurrent.Callable;
import org.mqecn.experiment.run.CaseRun;
import org.mqecn.host.Machine;
import org.mqecn.port.UserError;
import org.mqecn.topology.Testbed;

/** A testbed of this machine that is there for one run, and goes down in any case. */
public final class PassingTestbed {
    private PassingTestbed() {}

    /**
     * Does something that brings it up.
     *
     * @param what is done, for a user who may not
     * @throws UserError where it is up already: it is somebody else's, or was left by a run that was killed, too
     */
    public static <T> T during(Machine machine, Testbed testbed, String what, Callable<T> task) throws Exception {
        requireFree(machine, testbed.name(), what);
        try {
            return task.call();
        } finally {
            CaseRun.testbeds(machine).down(testbed.name());
        }
    }

    /**
     * Makes sure that a testbed of that name can come up.
     *
     * @throws UserError where one is up already
     */
    public static void requireFree(Machine machine, String name, String what) {
        machine.requireNetAdmin(what);
        if (CaseRun.testbeds(machine).names().contains(name)) {
            throw new UserError("a testbed " + name + " is up already", "'mqecn testbed down -f " + name
                    + "' takes it down");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.concurrent.Callable;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** A testbed of this machine that is there for one run, and goes down in any case. */
public final class TemporaryTestbed {
    private TemporaryTestbed() {}

    /**
     * Does something that brings it up.
     *
     * @param what is done, for a user who may not
     * @throws UserError where it is up already: it is somebody else's, or was left by a run that was killed, too
     */
    public static <T> T callWith(LocalMachine machine, Testbed testbed, String what, Callable<T> task)
            throws Exception {
        requireNotUp(machine, testbed.name(), what);
        try {
            return task.call();
        } finally {
            CaseRunner.testbeds(machine).down(testbed.name());
        }
    }

    /**
     * Makes sure that a testbed of that name can come up.
     *
     * @throws UserError where one is up already
     */
    public static void requireNotUp(LocalMachine machine, String name, String what) {
        machine.requireNetAdmin(what);
        if (CaseRunner.testbeds(machine).names().contains(name)) {
            throw new UserError(
                    "a testbed " + name + " is up already", "'mqecn testbed down -f " + name + "' takes it down");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.engine;

import java.util.concurrent.Callable;
import org.mqecn.experiment.run.CaseRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/** A testbed of this machine for the time of one run. */
public final class TemporaryTestbed {
    private TemporaryTestbed() {}

    /**
     * Runs a task that brings the testbed up, and takes it down afterwards.
     *
     * @param what the operation, for the message to a user without privileges
     * @throws UserError if the testbed is up already: it belongs to someone else, or to a run that was killed
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
     * Checks that a testbed of that name can be brought up.
     *
     * @throws UserError if one is up already
     */
    public static void requireNotUp(LocalMachine machine, String name, String what) {
        machine.requireNetAdmin(what);
        if (CaseRunner.testbeds(machine).names().contains(name)) {
            throw new UserError(
                    "a testbed " + name + " is up already", "'mqecn testbed down -f " + name + "' takes it down");
        }
    }
}

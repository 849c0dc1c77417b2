// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.nio.file.Path;
import org.mqecn.host.LocalMachine;

/**
 * The folders of testbeds.
 *
 * @param shipped the testbed files that come with mqecn
 * @param state journals and disks, kept across reboots, one folder per testbed
 * @param runtime pid files, sockets and logs, lost at a reboot, one folder per testbed
 */
public record TestbedFolders(Path shipped, Path state, Path runtime) {
    public static TestbedFolders of(LocalMachine machine) {
        return new TestbedFolders(
                machine.home().resolve("testbeds"),
                machine.stateFolder().resolve("testbeds"),
                machine.runtimeFolder().resolve("testbeds"));
    }

    /** The state folder of one testbed. */
    public Path state(String testbed) {
        return state.resolve(testbed);
    }

    /** The runtime folder of one testbed. */
    public Path runtime(String testbed) {
        return runtime.resolve(testbed);
    }
}

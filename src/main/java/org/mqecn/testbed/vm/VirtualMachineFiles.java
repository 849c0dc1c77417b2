// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.TestbedFolders;

/**
 * Where the files of one virtual machine are: what runs, lost at a reboot, and its disks.
 *
 * @param runtimeDirectory folder of the testbed's processes
 * @param stateDirectory folder of the testbed's disks
 */
record VirtualMachineFiles(Path runtimeDirectory, Path stateDirectory, String testbed, String host) {
    static VirtualMachineFiles of(LocalMachine machine, String testbed, String host) {
        TestbedFolders folders = TestbedFolders.of(machine);
        return new VirtualMachineFiles(folders.runtime(testbed), folders.state(testbed), testbed, host);
    }

    /** The way in: where qemu-guest-agent is spoken to. */
    Path agentSocket() {
        return runtimeDirectory.resolve(host + ".agent");
    }

    /** Where QEMU itself is spoken to. */
    Path monitorSocket() {
        return runtimeDirectory.resolve(host + ".monitor");
    }

    /** The serial console. */
    Path consoleSocket() {
        return runtimeDirectory.resolve(host + ".console");
    }

    /** What was written to the serial console. */
    Path consoleLog() {
        return runtimeDirectory.resolve(host + ".log");
    }

    Path vncSocket() {
        return runtimeDirectory.resolve(host + ".vnc");
    }

    Path pidFile() {
        return runtimeDirectory.resolve(host + ".pid");
    }

    /** What it has written to its disk. */
    Path overlay() {
        return stateDirectory.resolve(host + ".qcow2");
    }

    Path dataDisk() {
        return stateDirectory.resolve(host + ".data");
    }
}

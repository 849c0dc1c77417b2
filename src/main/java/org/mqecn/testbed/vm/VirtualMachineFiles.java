// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.TestbedFolders;

/**
 * The files of one virtual machine.
 *
 * @param runtimeDirectory folder of sockets, pid files and logs
 * @param stateDirectory folder of disks
 */
record VirtualMachineFiles(Path runtimeDirectory, Path stateDirectory, String testbed, String host) {
    static VirtualMachineFiles of(LocalMachine machine, String testbed, String host) {
        TestbedFolders folders = TestbedFolders.of(machine);
        return new VirtualMachineFiles(folders.runtime(testbed), folders.state(testbed), testbed, host);
    }

    Path agentSocket() {
        return runtimeDirectory.resolve(host + ".agent");
    }

    /** The socket of QEMU's monitor. */
    Path monitorSocket() {
        return runtimeDirectory.resolve(host + ".monitor");
    }

    Path consoleSocket() {
        return runtimeDirectory.resolve(host + ".console");
    }

    Path consoleLog() {
        return runtimeDirectory.resolve(host + ".log");
    }

    Path vncSocket() {
        return runtimeDirectory.resolve(host + ".vnc");
    }

    Path pidFile() {
        return runtimeDirectory.resolve(host + ".pid");
    }

    /** The overlay of the image, with the changes of this machine. */
    Path overlay() {
        return stateDirectory.resolve(host + ".qcow2");
    }

    Path dataDisk() {
        return stateDirectory.resolve(host + ".data");
    }
}

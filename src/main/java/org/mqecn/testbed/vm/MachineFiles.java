// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import org.mqecn.host.Machine;

/**
 * Where the files of one virtual machine are: what runs, lost at a reboot, and its disks.
 *
 * @param running folder of the testbed's processes
 * @param lasting folder of the testbed's disks
 */
record MachineFiles(Path running, Path lasting, String testbed, String host) {
    static MachineFiles of(Machine machine, String testbed, String host) {
        return new MachineFiles(machine.running().resolve(testbed), machine.testbeds().resolve(testbed), testbed,
                host);
    }

    /** The way in: where qemu-guest-agent is spoken to. */
    Path agent() {
        return running.resolve(host + ".agent");
    }

    /** Where QEMU itself is spoken to. */
    Path monitor() {
        return running.resolve(host + ".monitor");
    }

    /** The serial console. */
    Path console() {
        return running.resolve(host + ".console");
    }

    /** What was written to the serial console. */
    Path log() {
        return running.resolve(host + ".log");
    }

    Path vnc() {
        return running.resolve(host + ".vnc");
    }

    Path pid() {
        return running.resolve(host + ".pid");
    }

    /** What it has written to its disk. */
    Path overlay() {
        return lasting.resolve(host + ".qcow2");
    }

    Path data() {
        return lasting.resolve(host + ".data");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Accelerator;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ProcessTable;

/**
 * A running QEMU. It is identified by the path of its pid file on its command line, which is unique. The content of the
 * file may be the pid of another process by now, or be missing after an interrupted start.
 */
record QemuProcess(long pid, List<String> arguments) {
    private static final String PROGRAM = "qemu-system-x86_64";

    /** Finds the process that was started with a pid file. */
    static Optional<QemuProcess> find(LocalMachine machine, Path pidFile) {
        ProcessTable processes = new ProcessTable(machine);
        return processes.findByCommandLine(arguments -> hasPidFile(arguments, pidFile)).stream()
                .map(pid -> new QemuProcess(Long.parseLong(pid), processes.commandLine(pid)))
                .findFirst();
    }

    private static boolean hasPidFile(List<String> arguments, Path pidFile) {
        int option = arguments.indexOf("-pidfile");
        return !arguments.isEmpty()
                && arguments.get(0).endsWith(PROGRAM)
                && option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).equals(pidFile.toString());
    }

    Accelerator accelerator() {
        return arguments.contains(Accelerator.KVM.qemuName()) ? Accelerator.KVM : Accelerator.TCG;
    }
}

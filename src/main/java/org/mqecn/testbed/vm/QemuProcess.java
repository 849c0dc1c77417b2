// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running QEMU. It is told from all others by the pid file that it was given, which only ours has: neither a file's
 * number that another process has by now, nor a start that was cut short before the file was written, misleads.
 *
 * @param arguments that it was started with
 */
record QemuProcess(long pid, List<String> arguments) {
    /** The one that was given this pid file. */
    static Optional<QemuProcess> find(Path processes, Path pidFile) {
        try (Stream<Path> all = Files.list(processes)) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(QemuProcess::read)
                    .filter(process -> process.hasPidFile(pidFile))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static QemuProcess read(Path process) {
        long pid = Long.parseLong(process.getFileName().toString());
        try {
            String words = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
            return new QemuProcess(pid, List.of(words.split("\0")));
        } catch (IOException e) {
            return new QemuProcess(pid, List.of());
        }
    }

    /** What runs its instructions. */
    Accelerator accelerator() {
        return arguments.contains(Accelerator.KVM.qemuName()) ? Accelerator.KVM : Accelerator.TCG;
    }

    private boolean hasPidFile(Path pidFile) {
        int at = arguments.indexOf("-pidfile");
        return !arguments.isEmpty()
                && arguments.get(0).endsWith("qemu-system-x86_64")
                && at >= 0
                && at + 1 < arguments.size()
                && arguments.get(at + 1).equals(pidFile.toString());
    }
}

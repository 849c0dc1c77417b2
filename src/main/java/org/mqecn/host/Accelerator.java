// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mqecn.value.UserError;

/** Executes the instructions of a virtual machine. */
public enum Accelerator {
    /** The processor, by hardware virtualization. */
    KVM("host"),
    /** QEMU, by translation: at least ten times slower. */
    TCG("max");

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final int SECTOR = 512;
    private static final int EXPECTED_STATUS = 3;
    /**
     * A boot sector, which counts down from 2^24 and exits:
     *
     * <pre>
     *     mov ecx,0x1000000
     * 1:  dec ecx
     *     jnz 1b
     *     mov dx,0xf4
     *     mov al,1
     *     out dx,al
     * </pre>
     *
     * The debug exit device at that port makes QEMU exit with status 2 * 1 + 1.
     */
    private static final int[] BOOT_SECTOR = {
        0x66, 0xb9, 0x00, 0x00, 0x00, 0x01, 0x66, 0x49, 0x75, 0xfc, 0xba, 0xf4, 0x00, 0xb0, 0x01, 0xee
    };

    private final String cpuModel;

    Accelerator(String processor) {
        this.cpuModel = processor;
    }

    public String qemuName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The CPU model of the machine, as QEMU names it. */
    public String cpuModel() {
        return cpuModel;
    }

    /**
     * Chooses KVM if it works. The device alone proves little: on a nested virtual machine, KVM may fail, hang, or emulate
     * a kernel instruction by instruction, a hundred times slower than QEMU. Therefore a loop is executed as a test, for
     * which a processor needs milliseconds, and QEMU less than a second.
     */
    public static Accelerator detect(LocalMachine machine) {
        return Files.isWritable(machine.root().resolve("dev/kvm")) && works(KVM, PROBE_TIMEOUT) ? KVM : TCG;
    }

    /** Whether an accelerator executes a boot sector to its end in time. */
    static boolean works(Accelerator accelerator, Duration timeout) {
        byte[] sector = new byte[SECTOR];
        for (int i = 0; i < BOOT_SECTOR.length; i++) {
            sector[i] = (byte) BOOT_SECTOR[i];
        }
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        try {
            Path disk = Files.createTempFile("mqecn-", ".boot");
            try {
                Files.write(disk, sector);
                return exitsInTime(probeCommand(accelerator, disk), timeout);
            } finally {
                Files.delete(disk);
            }
        } catch (IOException | UserError e) {
            return false;
        }
    }

    /** Whether a command ends in time with the status of a boot sector that was executed. */
    static boolean exitsInTime(List<String> command, Duration timeout) {
        return new CommandRunner().runSilently(command, timeout) == EXPECTED_STATUS;
    }

    private static List<String> probeCommand(Accelerator accelerator, Path disk) {
        return Arrays.asList(
                "qemu-system-x86_64",
                "-accel",
                accelerator.qemuName(),
                "-cpu",
                accelerator.cpuModel,
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-device",
                "isa-debug-exit,iobase=0xf4,iosize=4",
                "-drive",
                "file=" + disk + ",format=raw,if=ide,snapshot=on");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mqecn.host.Accelerator;

/**
 * QEMU without disk, network and firmware devices. The guest sees three directories of the
 * host over 9p: {@code root} (everything, read-only), {@code lab} (the folder of the run) and {@code out}.
 */
record QemuMachineCommandLine(
        MachineKernel kernel, Accelerator accelerator, GuestSpec spec, GuestPrograms programs, GuestRunFolder run)
        implements GuestCommandLine {
    private static final int MEBIBYTE_SHIFT = 20;
    private static final long DEFAULT_MEMORY = 2L << 30;
    /** KASAN needs an eighth of it. */
    private static final long DEBUG_MEMORY = 3L << 30;

    /**
     * The timer check fails at times in an emulated machine on a busy host, and its processors may not run for many
     * seconds, which the watchdog takes for lockups. A panic ends QEMU, as it does not reboot. Warnings are logged.
     */
    private static final String KERNEL_PARAMETERS =
            "console=ttyS0 loglevel=5 mitigations=off random.trust_cpu=on no_timer_check nowatchdog panic=-1 "
                    + "net.ifnames=0 kunit.enable=1";

    @Override
    public List<String> arguments() {
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "qemu-system-x86_64",
                "-machine",
                "q35",
                "-accel",
                accelerator.qemuName(),
                "-cpu",
                accelerator.cpuModel(),
                "-smp",
                Integer.toString(spec.processors()),
                "-m",
                (memory() >> MEBIBYTE_SHIFT) + "M",
                "-nodefaults",
                "-no-user-config",
                "-no-reboot",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-device",
                "virtio-rng-pci",
                "-kernel",
                kernel.image().toString(),
                "-append",
                KERNEL_PARAMETERS + " " + kernel.bootParameters(programs.init()),
                "-virtfs",
                shared("root", Path.of("/")) + ",readonly=on",
                "-virtfs",
                shared("lab", run.path()),
                "-virtfs",
                shared("out", run.file("out"))));
        kernel.initrd().ifPresent(initrd -> words.addAll(List.of("-initrd", initrd.toString())));
        return words;
    }

    private long memory() {
        return spec.memory().orElse(kernel.findsLeaks() ? DEBUG_MEMORY : DEFAULT_MEMORY);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/nonexistent");
    }

    @Override
    public void close() {
        // Nothing is reserved.
    }

    private static String shared(String tag, Path folder) {
        return "local,mount_tag=" + tag + ",security_model=none,multidevs=remap,path="
                + folder.toString().replace(",", ",,");
    }
}

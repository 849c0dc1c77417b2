// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.util.Optional;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** Which kernel a guest has: the lab's own, or that of a distribution. */
final class GuestOption {
    private static final String QEMU = "qemu";
    private static final String USER_MODE_LINUX = "uml";
    private static final String DEFAULT_KERNEL = "bookworm";

    @Option(
            names = "--guest",
            paramLabel = "KIND",
            description =
                    "uml: the lab's kernel in virtual time (the default). qemu: a virtual machine in real time, with the "
                            + "unchanged kernel of a distribution; needs root, and installs it in the cache once (minutes).")
    private String kind = USER_MODE_LINUX;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description =
                    "With --guest qemu: a release of Debian or its kernel, such as trixie or 6.12 (default: bookworm). Or a "
                            + "kernel that the lab builds: debug (KASAN, lockdep, kmemleak), kcsan (data races).")
    private String kernel;

    boolean isQemu() {
        return machineKernel().isPresent();
    }

    /** The kernel of a virtual machine; empty for User-Mode Linux. */
    Optional<String> machineKernel() {
        return switch (kind) {
            case QEMU -> Optional.of(kernel == null ? DEFAULT_KERNEL : kernel);
            case USER_MODE_LINUX -> {
                if (kernel != null) {
                    throw UserError.usage(
                            "--kernel selects the kernel of a virtual machine",
                            "add --guest qemu; for the lab's own kernel set MQECN_LAB_KERNEL");
                }
                yield Optional.empty();
            }
            default -> throw UserError.usage("unknown guest '" + kind + "'", "it is uml or qemu");
        };
    }
}

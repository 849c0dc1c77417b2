// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.lab;

import java.util.Optional;
import org.mqecn.lab.StockRelease;
import org.mqecn.value.UserError;
import picocli.CommandLine.Option;

/** Which kernel a guest has: the lab's own, or that of a distribution. */
final class GuestOption {
    private static final String QEMU = "qemu";
    private static final String USER_MODE_LINUX = "uml";
    private static final StockRelease DEFAULT_RELEASE = StockRelease.BOOKWORM;

    @Option(
            names = "--guest",
            paramLabel = "KIND",
            description =
                    "uml: the lab's kernel in virtual time (the default). qemu: the unchanged kernel of a distribution in "
                            + "real time; needs root, and installs that distribution in the cache once (minutes).")
    private String kind = USER_MODE_LINUX;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description =
                    "With --guest qemu: a release of Debian or its kernel, such as trixie or 6.12 (default: bookworm).")
    private String kernel;

    boolean isQemu() {
        return release().isPresent();
    }

    /** The release of the distribution; empty for the lab's own kernel. */
    Optional<StockRelease> release() {
        return switch (kind) {
            case QEMU -> Optional.of(kernel == null ? DEFAULT_RELEASE : StockRelease.find(kernel));
            case USER_MODE_LINUX -> {
                if (kernel != null) {
                    throw UserError.usage(
                            "--kernel selects a distribution's kernel",
                            "add --guest qemu; for the lab's own kernel set MQECN_LAB_KERNEL");
                }
                yield Optional.empty();
            }
            default -> throw UserError.usage("unknown guest '" + kind + "'", "it is uml or qemu");
        };
    }
}

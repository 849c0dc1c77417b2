// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel that a virtual machine boots.
 *
 * @param release output of {@code uname -r} in the guest
 * @param image that QEMU loads
 * @param initrd that mounts the host's files; empty if the kernel can do so without modules
 * @param findsLeaks whether kmemleak searches for leaks after the command
 */
record MachineKernel(String release, Path image, Optional<Path> initrd, boolean findsLeaks) {
    private static final String ROOT =
            "root=root rootfstype=9p rootflags=trans=virtio,version=9p2000.L,cache=loose,msize=512000 ro";

    /** Kernel parameters that start a program of the host as the first process. */
    String bootParameters(Path init) {
        return initrd.isPresent() ? "lab_init=" + init : ROOT + " init=" + init + " -- 9p";
    }
}

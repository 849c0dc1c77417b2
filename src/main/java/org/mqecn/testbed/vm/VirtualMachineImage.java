// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a virtual machine boots from; it is never written to.
 *
 * @param disk qcow2, or a disc in an ISO file
 * @param kernel and
 * @param initrd for an image that we made: the machine boots them at once, without firmware. Beside a disk that was
 *     given there are none.
 */
public record VirtualMachineImage(Path disk, Path kernel, Path initrd) {
    private static final String ISO = ".iso";

    static VirtualMachineImage inDirectory(Path folder) {
        Path disc = folder.resolve("disk" + ISO);
        return new VirtualMachineImage(
                Files.exists(disc) ? disc : folder.resolve("disk.qcow2"),
                folder.resolve("kernel"),
                folder.resolve("initrd"));
    }

    /** A disk by itself. */
    static VirtualMachineImage of(Path disk) {
        return new VirtualMachineImage(disk, disk.resolveSibling("kernel"), disk.resolveSibling("initrd"));
    }

    /** How it boots, in a word. */
    public String bootMethod() {
        return bootsDirectly() ? "its kernel" : "firmware";
    }

    boolean bootsDirectly() {
        return Files.exists(kernel) && Files.exists(initrd);
    }

    boolean isIso() {
        return isIso(disk);
    }

    static boolean isIso(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ISO);
    }
}

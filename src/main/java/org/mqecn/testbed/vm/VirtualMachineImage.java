// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The read-only image that a virtual machine boots from.
 *
 * @param disk a qcow2 or ISO file
 * @param kernel booted directly, without firmware; an imported disk has none
 * @param initrd of that kernel
 */
public record VirtualMachineImage(Path disk, Path kernel, Path initrd) {
    private static final String ISO = ".iso";

    static VirtualMachineImage inDirectory(Path folder) {
        Path iso = folder.resolve("disk" + ISO);
        return new VirtualMachineImage(
                Files.exists(iso) ? iso : folder.resolve("disk.qcow2"),
                folder.resolve("kernel"),
                folder.resolve("initrd"));
    }

    /** An image without a folder. */
    static VirtualMachineImage of(Path disk) {
        return new VirtualMachineImage(disk, disk.resolveSibling("kernel"), disk.resolveSibling("initrd"));
    }

    /** The boot method, for a table. */
    public String bootMethod() {
        return bootsDirectly() ? "kernel" : "firmware";
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

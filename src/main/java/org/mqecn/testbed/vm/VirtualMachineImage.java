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
 * @param bootsDirectly whether it is booted without firmware
 */
public record VirtualMachineImage(Path disk, Path kernel, Path initrd, boolean bootsDirectly) {
    private static final String ISO = ".iso";

    static VirtualMachineImage inDirectory(Path folder) {
        Path iso = folder.resolve("disk" + ISO);
        return new VirtualMachineImage(
                Files.exists(iso) ? iso : folder.resolve("disk.qcow2"),
                folder.resolve("kernel"),
                folder.resolve("initrd"),
                !Files.exists(folder) || bootsDirectly(folder));
    }

    /** An image without a folder. */
    static VirtualMachineImage of(Path disk) {
        return new VirtualMachineImage(
                disk,
                disk.resolveSibling("kernel"),
                disk.resolveSibling("initrd"),
                bootsDirectly(disk.toAbsolutePath().getParent()));
    }

    private static boolean bootsDirectly(Path folder) {
        return Files.exists(folder.resolve("kernel")) && Files.exists(folder.resolve("initrd"));
    }

    /** The boot method, for a table. */
    public String bootMethod() {
        return bootsDirectly ? "kernel" : "firmware";
    }

    boolean isIso() {
        return isIso(disk);
    }

    static boolean isIso(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ISO);
    }
}

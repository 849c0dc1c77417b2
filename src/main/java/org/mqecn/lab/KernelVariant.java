// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kernels that the lab builds from the distribution's source: two for each architecture. */
enum KernelVariant {
    /** One processor, virtual time. */
    UML(Architecture.UML, "", "kernel.config"),
    /** The same with KASAN, UBSAN, lockdep and kmemleak. */
    UML_DEBUG(Architecture.UML, "debug", "kernel.config", "debug.config"),
    /** Several processors under QEMU, with the same checkers. */
    MACHINE_DEBUG(Architecture.MACHINE, "debug", "kernel.config", "debug.config", "machine.config"),
    /** Several processors under QEMU; reports data races. */
    MACHINE_KCSAN(Architecture.MACHINE, "kcsan", "kernel.config", "machine.config", "kcsan.config");

    /** What a kernel is built for, and what remains of the build. */
    enum Architecture {
        UML("um", "linux", "linux", Set.of("arch", "include", "scripts"), KernelPatch.USER_MODE_LINUX),
        /** Module builds run objtool. */
        MACHINE("x86_64", "bzImage", "arch/x86/boot/bzImage", Set.of("arch", "include", "scripts", "tools"), List.of());

        private final String makeName;
        private final String makeTarget;
        private final String image;
        private final Set<String> moduleBuildFolders;
        private final List<KernelPatch> patches;

        Architecture(
                String makeName,
                String makeTarget,
                String image,
                Set<String> moduleBuildFolders,
                List<KernelPatch> patches) {
            this.makeName = makeName;
            this.makeTarget = makeTarget;
            this.image = image;
            this.moduleBuildFolders = moduleBuildFolders;
            this.patches = patches;
        }
    }

    private final Architecture architecture;
    private final String name;
    private final List<String> configurationFiles;

    KernelVariant(Architecture architecture, String name, String... configurationFiles) {
        this.architecture = architecture;
        this.name = name;
        this.configurationFiles = List.of(configurationFiles);
    }

    /** The kernel of a guest that is one process of the host. */
    static KernelVariant userModeLinux(boolean debug) {
        return debug ? UML_DEBUG : UML;
    }

    /** The kernel of a virtual machine with that name. */
    static Optional<KernelVariant> findMachine(String name) {
        return machines().filter(variant -> variant.name.equals(name)).findFirst();
    }

    /** All names of kernels for virtual machines, for messages. */
    static String machineNames() {
        return String.join(", ", machines().map(variant -> variant.name).toList());
    }

    private static Stream<KernelVariant> machines() {
        return Stream.of(values()).filter(variant -> variant.architecture == Architecture.MACHINE);
    }

    /** Resources that configure it; the last line of an option applies. */
    List<String> configurationFiles() {
        return configurationFiles;
    }

    /** Whether it has checkers, and so is much slower. */
    boolean debug() {
        return !name.isEmpty();
    }

    /** Whether kmemleak searches for leaks. */
    boolean findsLeaks() {
        return configurationFiles.contains("debug.config");
    }

    /** The part of a cache entry's name that distinguishes it for people. */
    String label() {
        String prefix = architecture == Architecture.MACHINE ? "-machine" : "";
        return name.isEmpty() ? prefix : prefix + "-" + name;
    }

    /** Value of the variable {@code ARCH} of make. */
    String makeArchitecture() {
        return architecture.makeName;
    }

    /** What make builds, besides modules. */
    String makeTarget() {
        return architecture.makeTarget;
    }

    /** The kernel in its build tree. */
    Path image(Path tree) {
        return tree.resolve(architecture.image);
    }

    /** Folders of the build tree that module builds need. */
    Set<String> moduleBuildFolders() {
        return architecture.moduleBuildFolders;
    }

    /** Changes of the source. */
    List<KernelPatch> patches() {
        return architecture.patches;
    }

    /** Number of lines that make prints, measured on 6.1. */
    int expectedSteps() {
        return switch (this) {
            case UML -> 1080;
            case UML_DEBUG -> 1320;
            case MACHINE_DEBUG, MACHINE_KCSAN -> 2000;
        };
    }
}

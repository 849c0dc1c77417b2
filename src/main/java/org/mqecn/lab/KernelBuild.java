// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.mqecn.port.UserError;

/**
 * Builds a guest's kernel: unpack, patch, configure, check that no wanted option was dropped, make. The tree
 * is built in place, so that it can be moved, and what modules are built against is kept. An
 * interrupted build goes on where it stood, because its folder is named after source and options.
 */
final class KernelBuild {
    private static final Map<String, String> PACKAGES = Map.of(
            "gcc", "gcc", "ld", "binutils", "make", "make", "flex", "flex", "bison", "bison", "bc", "bc",
            "xz", "xz-utils", "tar", "tar", "dpkg", "dpkg", "depmod", "kmod");
    /** A file whose presence says that the source is there as a whole. */
    private static final String UNPACKED = ".mqecn-unpacked";
    /** Folders of the tree that a module's build reads, and ours with the kernel's own modules. */
    private static final Set<String> KEPT = Set.of("arch", "include", "scripts", Kernel.MODULES);
    /** Nothing of the machine or the day goes into the kernel. */
    private static final List<String> SAME_EVERYWHERE = List.of(
            "KBUILD_BUILD_TIMESTAMP=1 January 2026", "KBUILD_BUILD_USER=mqecn", "KBUILD_BUILD_HOST=lab");

    private final KernelConfiguration configuration;
    private final KernelSource source;
    private final Tools tools;
    private final Consumer<String> progress;

    KernelBuild(KernelSource source, KernelConfiguration configuration, Tools tools, Consumer<String> progress) {
        this.source = source;
        this.configuration = configuration;
        this.tools = tools;
        this.progress = progress;
    }

    /** The kernel in {@code cache}, built now if it is not there. */
    Kernel obtain(Cache cache) {
        Path folder = cache.obtain(Kernel.entry(source.id(), configuration), progress, this::build);
        return Kernel.read(folder).orElseThrow(() -> new UserError("no kernel in " + folder, "delete that folder"));
    }

    private void build(Path tree) throws IOException {
        tools.require(PACKAGES);
        if (!Files.exists(tree.resolve(UNPACKED))) {
            progress.accept("unpacking " + source.id());
            Folders.empty(tree);
            source.unpack(tree, tools);
            KernelPatch.apply(tree);
            Files.createFile(tree.resolve(UNPACKED));
        }
        configure(tree);
        BuildProgress steps = new BuildProgress("building the lab's kernel from " + source.id()
                + (configuration.debug() ? " (debug)" : ""), expectedSteps(), progress);
        make(tree, steps, "linux", "modules");
        steps.done();
        prune(tree);
        new Kernel(tree, source.id(), source.named(),
                Files.readString(tree.resolve("include/config/kernel.release")).strip(),
                configuration.debug(), configuration.digest()).describe();
    }

    /** Four fifths of the tree have served their purpose. */
    private static void prune(Path tree) throws IOException {
        Path modules = Files.createDirectories(tree.resolve(Kernel.MODULES));
        for (Path module : Folders.walk(tree, name -> name.endsWith(".ko"))) {
            Files.move(module, modules.resolve(module.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path entry : Folders.list(tree)) {
            if (Files.isDirectory(entry) && !KEPT.contains(entry.getFileName().toString())) {
                Folders.delete(entry);
            }
        }
        for (Path object : Folders.walk(tree, name -> name.matches(".*\\.[oa]"))) {
            Files.delete(object);
        }
    }

    private void configure(Path tree) throws IOException {
        Path wanted = tree.resolve("mqecn.config");
        Files.writeString(wanted, configuration.text());
        make(tree, OutputStream.nullOutputStream(), "KCONFIG_ALLCONFIG=" + wanted, "allnoconfig");
        make(tree, OutputStream.nullOutputStream(), "olddefconfig");
        List<String> missing = configuration.missingFrom(Files.readAllLines(tree.resolve(".config")));
        if (!missing.isEmpty()) {
            throw new UserError("this kernel source drops options that the lab needs: " + String.join(", ", missing),
                    "name another source with --kernel");
        }
    }

    private void make(Path tree, OutputStream output, String... targets) {
        List<String> command = new ArrayList<>(List.of("make", "ARCH=um",
                "--jobs=" + Runtime.getRuntime().availableProcessors()));
        command.addAll(SAME_EVERYWHERE);
        command.addAll(List.of(targets));
        tools.run(tree, output, command);
    }

    /** Lines that make prints, measured on 6.1; a little more or less on other versions. */
    private int expectedSteps() {
        return configuration.debug() ? 1320 : 1080;
    }
}

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
import java.util.function.Consumer;
import org.mqecn.host.FileTrees;
import org.mqecn.value.Bytes;
import org.mqecn.value.UserError;

/**
 * Builds a guest's kernel: unpack, patch, configure, check that no required option was dropped, make. The tree
 * is built in place and can be moved; the files that module builds need are kept. An interrupted build is continued,
 * because its folder is named after source and options.
 */
final class KernelBuilder {
    private static final Map<String, String> PACKAGES = Map.of(
            "gcc",
            "gcc",
            "ld",
            "binutils",
            "make",
            "make",
            "flex",
            "flex",
            "bison",
            "bison",
            "bc",
            "bc",
            "xz",
            "xz-utils",
            "tar",
            "tar",
            "dpkg",
            "dpkg",
            "depmod",
            "kmod");
    private static final Bytes NEEDED_SPACE = new Bytes(1_500_000_000L);
    /** A file that marks a completely unpacked source. */
    private static final String UNPACKED_MARKER = ".mqecn-unpacked";
    /** Removes host names and dates from the kernel. */
    private static final List<String> REPRODUCIBLE_BUILD =
            List.of("KBUILD_BUILD_TIMESTAMP=1 January 2026", "KBUILD_BUILD_USER=mqecn", "KBUILD_BUILD_HOST=lab");

    private final KernelConfiguration configuration;
    private final KernelSource source;
    private final BuildTools buildTools;
    private final Consumer<String> progress;

    KernelBuilder(
            KernelSource source, KernelConfiguration configuration, BuildTools buildTools, Consumer<String> progress) {
        this.source = source;
        this.configuration = configuration;
        this.buildTools = buildTools;
        this.progress = progress;
    }

    /** Gets or builds the kernel. */
    LabKernel obtain(BuildCache buildCache) {
        Path folder = buildCache.obtain(LabKernel.cacheName(source.id(), configuration), progress, this::build);
        return LabKernel.read(folder).orElseThrow(() -> new UserError("no kernel in " + folder, "delete that folder"));
    }

    private void build(Path tree) throws IOException {
        buildTools.require(PACKAGES);
        if (!Files.exists(tree.resolve(UNPACKED_MARKER))) {
            progress.accept("unpacking " + source.id());
            FileTrees.clear(tree);
            BuildCache.requireSpace(tree, NEEDED_SPACE);
            source.unpack(tree, buildTools);
            KernelPatch.applyAll(variant().patches(), tree);
            Files.createFile(tree.resolve(UNPACKED_MARKER));
        }
        configure(tree);
        BuildProgress steps = new BuildProgress(
                "building the lab's kernel from " + source.id()
                        + (variant().debug() ? " (" + variant().label().substring(1) + ")" : ""),
                variant().expectedSteps(),
                progress);
        make(tree, steps, variant().makeTarget(), "modules");
        steps.finish();
        prune(tree);
        new LabKernel(
                        tree,
                        source.id(),
                        source.explicit(),
                        Files.readString(tree.resolve("include/config/kernel.release"))
                                .strip(),
                        variant().debug(),
                        configuration.digest())
                .writeDescription();
    }

    /** Deletes the files that are not needed after the build, four fifths of the tree. */
    private void prune(Path tree) throws IOException {
        Path modules = Files.createDirectories(tree.resolve(LabKernel.MODULES));
        for (Path module : FileTrees.find(tree, name -> name.endsWith(".ko"))) {
            Files.move(module, modules.resolve(module.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path entry : FileTrees.list(tree)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)
                    && !name.equals(LabKernel.MODULES)
                    && !variant().moduleBuildFolders().contains(name)) {
                FileTrees.delete(entry);
            }
        }
        for (Path object : FileTrees.find(tree, name -> name.matches(".*\\.[oa]"))) {
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
            throw new UserError(
                    "this kernel source drops options that the lab needs: " + String.join(", ", missing),
                    "name another source with --kernel");
        }
    }

    private void make(Path tree, OutputStream output, String... targets) {
        List<String> command = new ArrayList<>(List.of(
                "make",
                "ARCH=" + variant().makeArchitecture(),
                "--jobs=" + Runtime.getRuntime().availableProcessors()));
        command.addAll(REPRODUCIBLE_BUILD);
        command.addAll(List.of(targets));
        buildTools.run(tree, output, command);
    }

    private KernelVariant variant() {
        return configuration.variant();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mqecn.host.FileTrees;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Builds mqecn's modules and tc plugins for the kernel of a guest, in a copy of the sources: the checkout may be read-only.
 *
 * <pre>
 * root/lib/modules/RELEASE/   modules for the guest: mqecn's, the kernel's own, and the tables of depmod
 * tc/                         tc plugins for the guest: mqecn's, and the distribution's files
 * kmod/                       the copy of the sources
 * </pre>
 */
final class ModuleBuilder {
    private static final List<Path> DISTRIBUTION_TC = Stream.of(
                    "/usr/lib/x86_64-linux-gnu/tc", "/usr/lib64/tc", "/usr/lib/tc")
            .map(Path::of)
            .toList();

    private final ModuleTarget target;
    private final Path sources;
    private final BuildTools buildTools;
    private final Consumer<String> progress;

    /** @param sources the folder {@code kmod} */
    ModuleBuilder(ModuleTarget target, Path sources, BuildTools buildTools, Consumer<String> progress) {
        this.target = target;
        this.sources = sources;
        this.buildTools = buildTools;
        this.progress = progress;
    }

    /**
     * The built modules and plugins.
     *
     * @param id of the sources, without schemes that users added
     */
    record BuiltModules(Path folder, String release, String id) {
        /** The folder that is mounted on {@code /lib/modules/RELEASE} in the guest. */
        Path modulesFolder() {
            return base().resolve("lib/modules").resolve(release);
        }

        Path base() {
            return folder.resolve("root");
        }

        /** The folder for {@code TC_LIB_DIR}. */
        Path tcPlugins() {
            return folder.resolve("tc");
        }

        /** The folder of sources of added schemes, which may not be there. */
        Path schemes() {
            return folder.resolve("schemes");
        }

        /** The copy of the sources, with what the build left. */
        Path sources() {
            return folder.resolve("kmod");
        }

        private static BuiltModules in(Path folder, String release) {
            return new BuiltModules(folder, release, folder.getFileName().toString());
        }
    }

    BuiltModules obtain(BuildCache buildCache) {
        if (!Files.isRegularFile(sources.resolve("Kbuild"))) {
            throw new UserError(
                    "no sources of the modules in " + sources, "run mqecn from its checkout or installation");
        }
        List<Path> files = sourceFiles();
        String name = target.cacheName() + "-" + digest(files).substring(0, 12);
        return BuiltModules.in(buildCache.obtain(name, progress, folder -> build(folder, files)), target.release());
    }

    private void build(Path folder, List<Path> files) throws IOException {
        progress.accept("building the modules for the kernel " + target.release());
        FileTrees.clear(folder);
        Path copy = folder.resolve("kmod");
        for (Path file : files) {
            Path target = copy.resolve(sources.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        target.build(copy);
        install(BuiltModules.in(folder, target.release()), copy);
    }

    private void install(BuiltModules builtModules, Path copy) throws IOException {
        Files.createDirectories(builtModules.modulesFolder());
        target.copyKernelModules(builtModules.modulesFolder());
        copyModules(copy, builtModules.modulesFolder());
        writeTables(builtModules, buildTools);

        Files.createDirectories(builtModules.tcPlugins());
        buildTools.run(
                copy, OutputStream.nullOutputStream(), List.of("make", "-C", "tc", "O=" + builtModules.tcPlugins()));
        for (Path distribution :
                DISTRIBUTION_TC.stream().filter(Files::isDirectory).toList()) {
            for (Path file : FileTrees.list(distribution)) {
                Path link = builtModules.tcPlugins().resolve(file.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, file);
                }
            }
        }
    }

    /** The source files, without the results of builds in the checkout. */
    private List<Path> sourceFiles() {
        try {
            return FileTrees.find(
                    sources,
                    name -> name.matches(".*\\.(c|h|S|sh)|Kbuild|Makefile|dkms[.]conf") && !name.endsWith(".mod.c"));
        } catch (IOException e) {
            throw new UserError("cannot read " + sources + ": " + IoErrors.describe(e), "");
        }
    }

    private String digest(List<Path> files) {
        try {
            return FileTrees.digest(sources, files);
        } catch (IOException e) {
            throw new UserError("cannot read " + sources + ": " + IoErrors.describe(e), "");
        }
    }

    /** Writes the tables of depmod. It replaces the files: links of a copy do not change. */
    static void writeTables(BuiltModules builtModules, BuildTools buildTools) {
        buildTools.run(
                builtModules.folder(),
                "depmod",
                "--basedir",
                builtModules.base().toString(),
                builtModules.release());
    }

    static void copyModules(Path from, Path to) throws IOException {
        for (Path file : FileTrees.find(from, name -> name.endsWith(".ko"))) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}

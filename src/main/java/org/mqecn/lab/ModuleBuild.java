// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mqecn.port.UserError;

/**
 * Our modules and tc plugins, built for a guest's kernel from a copy of the sources: the checkout stays
 * as it is, and may be read-only.
 *
 * <pre>
 * root/lib/modules/RELEASE/   what modprobe finds in the guest: ours, the kernel's own, and depmod's tables
 * tc/                         what tc finds in the guest: our plugins beside the distribution's files
 * kmod/                       the copy
 * </pre>
 */
final class ModuleBuild {
    private static final List<Path> DISTRIBUTION_TC = Stream.of(
                    "/usr/lib/x86_64-linux-gnu/tc", "/usr/lib64/tc", "/usr/lib/tc").map(Path::of).toList();

    /** User-Mode Linux leaves it to each module whether its arithmetic is checked; without UBSAN this does nothing. */
    private static final String CHECKED = "UBSAN_SANITIZE=y";

    private final Kernel kernel;
    private final Path sources;
    private final Tools tools;
    private final Consumer<String> progress;

    /** @param sources the folder {@code kmod} */
    ModuleBuild(Kernel kernel, Path sources, Tools tools, Consumer<String> progress) {
        this.kernel = kernel;
        this.sources = sources;
        this.tools = tools;
        this.progress = progress;
    }

    /** What the guest gets. */
    record Modules(Path folder, String release) {
        /** To be seen as {@code /lib/modules/RELEASE} in the guest. */
        Path installed() {
            return base().resolve("lib/modules").resolve(release);
        }

        Path base() {
            return folder.resolve("root");
        }

        /** For {@code TC_LIB_DIR}. */
        Path tc() {
            return folder.resolve("tc");
        }
    }

    Modules obtain(Cache cache) {
        if (!Files.isRegularFile(sources.resolve("Kbuild"))) {
            throw new UserError("no sources of the modules in " + sources, "run mqecn from its checkout or installation");
        }
        List<Path> files = sourceFiles();
        String content = Digest.of(CHECKED + Digest.of(sources, files)).substring(0, 12);
        String name = kernel.folder().getFileName() + "-" + content;
        return new Modules(cache.obtain(name, progress, folder -> build(folder, files)), kernel.release());
    }

    private void build(Path folder, List<Path> files) throws IOException {
        progress.accept("building the modules for the lab's kernel " + kernel.release());
        Folders.empty(folder);
        Path copy = folder.resolve("kmod");
        for (Path file : files) {
            Path target = copy.resolve(sources.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        tools.run(folder, "make", "ARCH=um", "-C", kernel.folder().toString(), "M=" + copy, CHECKED, "modules");
        install(new Modules(folder, kernel.release()), copy);
    }

    private void install(Modules modules, Path copy) throws IOException {
        Files.createDirectories(modules.installed());
        copyModules(copy, modules.installed());
        copyModules(kernel.folder(), modules.installed());
        for (String table : List.of("modules.order", "modules.builtin", "modules.builtin.modinfo")) {
            Files.copy(kernel.folder().resolve(table), modules.installed().resolve(table));
        }
        tools.run(modules.folder(), "depmod", "--basedir", modules.base().toString(), modules.release());

        Files.createDirectories(modules.tc());
        tools.run(copy, OutputStream.nullOutputStream(), List.of("make", "-C", "tc", "O=" + modules.tc()));
        for (Path distribution : DISTRIBUTION_TC.stream().filter(Files::isDirectory).toList()) {
            for (Path file : Folders.list(distribution)) {
                Path link = modules.tc().resolve(file.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, file);
                }
            }
        }
    }

    /** What the build reads, and not what a build in the checkout left there. */
    private List<Path> sourceFiles() {
        try {
            return Folders.walk(sources,
                    name -> name.matches(".*\\.(c|h|S|sh)|Kbuild|Makefile") && !name.endsWith(".mod.c"));
        } catch (IOException e) {
            throw Folders.failure("cannot read " + sources, e);
        }
    }

    private static void copyModules(Path from, Path to) throws IOException {
        for (Path file : Folders.walk(from, name -> name.endsWith(".ko"))) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}

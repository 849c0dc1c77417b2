// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.ClasspathResources;
import org.mqecn.host.FileTrees;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.UserError;

/**
 * The unchanged kernel of a release of Debian in the cache, with the release itself: compiler, kernel headers, iproute2.
 *
 * <pre>
 * root/             the release
 * kernel initrd     what QEMU boots
 * </pre>
 *
 * @param folder of the cache
 * @param release output of {@code uname -r} in the guest
 */
public record StockKernel(Path folder, String release) {
    private static final List<String> SCRIPTS = List.of("debian.sh", "stock.sh", "initrd-init");
    private static final Map<String, String> PACKAGES =
            Map.of("debootstrap", "debootstrap", "cpio", "cpio", "modprobe", "kmod", "xz", "xz-utils");

    /** The root directory of the release. */
    public Path root() {
        return folder.resolve("root");
    }

    Path image() {
        return folder.resolve("kernel");
    }

    Path initrd() {
        return folder.resolve("initrd");
    }

    /** The kernel's own modules and the tables of depmod. */
    Path modulesFolder() {
        return root().resolve("lib/modules").resolve(release);
    }

    /** Gets or installs the kernel of a release. */
    static StockKernel obtain(StockRelease release, BuildCache cache, BuildTools tools, Consumer<String> progress) {
        String digest = ContentDigest.of(
                String.join("\n", SCRIPTS.stream().map(StockKernel::text).toList()));
        Path folder = cache.obtain(
                release.suite() + "-" + digest.substring(0, 8),
                progress,
                unfinished -> install(release, unfinished, tools, progress));
        return read(folder).orElseThrow(() -> new UserError("no kernel in " + folder, "delete that folder"));
    }

    /** Empty if the folder has no kernel. */
    static Optional<StockKernel> read(Path folder) {
        Path modules = folder.resolve("root/lib/modules");
        if (!Files.isDirectory(modules) || !Files.exists(folder.resolve("initrd"))) {
            return Optional.empty();
        }
        try {
            return FileTrees.list(modules).stream()
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .max(Comparator.naturalOrder())
                    .map(newest -> new StockKernel(folder, newest));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void install(StockRelease release, Path folder, BuildTools tools, Consumer<String> progress)
            throws IOException {
        tools.require(PACKAGES);
        FileTrees.clear(folder);
        for (String script : SCRIPTS) {
            Files.writeString(folder.resolve(script), text(script));
        }
        progress.accept("installing Debian " + release.suite() + " with its kernel");
        // Mounts of debootstrap end with the mount namespace.
        tools.run(
                folder,
                OutputStream.nullOutputStream(),
                List.of("unshare", "--mount", "--propagation", "private", "sh", "stock.sh", release.suite()));
    }

    private static String text(String script) {
        return ClasspathResources.readText(StockKernel.class, script);
    }
}

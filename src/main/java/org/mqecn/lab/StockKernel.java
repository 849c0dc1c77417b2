// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mqecn.host.ClasspathResources;
import org.mqecn.host.FileTrees;
import org.mqecn.value.Bytes;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.UserError;

/**
 * The unchanged kernel of a release of Debian in the cache, with the release itself: compiler, kernel headers, iproute2.
 *
 * <pre>
 * root/             the release
 * kernel initrd     what QEMU boots
 * release           output of uname -r
 * </pre>
 *
 * @param folder of the cache
 * @param release output of {@code uname -r} in the guest
 */
public record StockKernel(Path folder, String release) {
    private static final List<String> SCRIPTS = List.of("debian.sh", "stock.sh", "initrd-init");
    private static final Map<String, String> PACKAGES =
            Map.of("debootstrap", "debootstrap", "cpio", "cpio", "modprobe", "kmod", "xz", "xz-utils");

    private static final Bytes NEEDED_SPACE = new Bytes(2_000_000_000L);

    /** The root directory of the release. */
    public Path root() {
        return folder.resolve("root");
    }

    MachineKernel machineKernel() {
        return new MachineKernel(release, folder.resolve("kernel"), Optional.of(folder.resolve("initrd")), false);
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
        Path release = folder.resolve("release");
        if (!Files.exists(release)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StockKernel(folder, Files.readString(release).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(StockRelease release, Path folder, BuildTools tools, Consumer<String> progress)
            throws IOException {
        tools.require(PACKAGES);
        FileTrees.clear(folder);
        BuildCache.requireSpace(folder, NEEDED_SPACE);
        for (String script : SCRIPTS) {
            Files.writeString(folder.resolve(script), text(script));
        }
        progress.accept("installing Debian " + release.suite() + " with its kernel");
        try {
            // Mounts of debootstrap end with the mount namespace.
            tools.run(
                    folder,
                    OutputStream.nullOutputStream(),
                    List.of("unshare", "--mount", "--propagation", "private", "sh", "stock.sh", release.suite()));
        } catch (UserError e) {
            throw new UserError(
                    "cannot install Debian " + release.suite() + ": " + e.getMessage(), remedy(e.getMessage(), folder));
        }
    }

    /** What to do about the most frequent reasons. */
    static String remedy(String error, Path folder) {
        if (error.contains("Unable to locate package") || error.contains("is invalid for APT::Default-Release")) {
            return "the mirror of apt on this machine has no such kernel: choose another with --kernel";
        }
        if (error.contains("is expired")) {
            return "the mirror of apt on this machine is too old for that release: choose another release, or mirror";
        }
        return "the log is " + folder.resolve("log");
    }

    private static String text(String script) {
        return ClasspathResources.readText(StockKernel.class, script);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Builds modules for a distribution's kernel, with the compiler and the kernel headers of its release. */
record StockModules(StockKernel stockKernel, BuildTools buildTools) implements ModuleTarget {
    /** Mounts the sources in the release, and /proc for objtool; the mounts end with the mount namespace. */
    private static final String BUILD_SCRIPT =
            """
            mount --bind "$1" "$2/mnt"
            mount -t proc proc "$2/proc"
            exec chroot "$2" make -C "/lib/modules/$3/build" M=/mnt modules""";

    @Override
    public String release() {
        return stockKernel.release();
    }

    @Override
    public String cacheName() {
        return stockKernel.folder().getFileName() + "-" + release();
    }

    @Override
    public String build(Path sources) {
        return buildTools.run(
                sources,
                OutputStream.nullOutputStream(),
                List.of(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-euc",
                        BUILD_SCRIPT,
                        "sh",
                        sources.toString(),
                        stockKernel.root().toString(),
                        stockKernel.release()));
    }

    /** Links instead of copies: a distribution has hundreds of megabytes of modules. */
    @Override
    public void copyKernelModules(Path folder) {
        buildTools.linkTree(stockKernel.modulesFolder(), folder);
    }
}

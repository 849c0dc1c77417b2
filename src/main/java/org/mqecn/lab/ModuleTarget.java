// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Path;

/** A kernel for which modules are built. */
interface ModuleTarget {
    /** Output of {@code uname -r}. */
    String release();

    /** Name of the kernel and of the options of the build, for a cache entry. */
    String cacheName();

    /** Builds the modules of a folder with a Kbuild file, and returns the warnings. */
    String build(Path sources);

    /** Copies the kernel's own modules, and the tables from which depmod makes its own, into a folder. */
    void copyKernelModules(Path folder) throws IOException;
}

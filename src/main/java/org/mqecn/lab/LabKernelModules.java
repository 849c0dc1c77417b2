// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mqecn.value.ContentDigest;

/** Builds modules for a kernel that the lab has built. */
record LabKernelModules(LabKernel labKernel, KernelVariant variant, BuildTools buildTools) implements ModuleTarget {
    /** The kernel enables UBSAN per module; without CONFIG_UBSAN this has no effect. */
    private static final String UBSAN_OPTION = "UBSAN_SANITIZE=y";

    @Override
    public String release() {
        return labKernel.release();
    }

    @Override
    public String cacheName() {
        return labKernel.folder().getFileName() + "-"
                + ContentDigest.of(UBSAN_OPTION).substring(0, 4);
    }

    @Override
    public String build(Path sources) {
        return buildTools.run(
                sources,
                OutputStream.nullOutputStream(),
                List.of(
                        "make",
                        "ARCH=" + variant.makeArchitecture(),
                        "-C",
                        labKernel.folder().toString(),
                        "M=" + sources,
                        UBSAN_OPTION,
                        "modules"));
    }

    @Override
    public void copyKernelModules(Path folder) throws IOException {
        ModuleBuilder.copyModules(labKernel.folder(), folder);
        for (String table : List.of("modules.order", "modules.builtin", "modules.builtin.modinfo")) {
            Files.copy(labKernel.folder().resolve(table), folder.resolve(table));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The kernel of a distribution")
class StockKernelTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("has the release that was installed, not the greatest one as text")
    void hasTheInstalledRelease() throws IOException {
        Files.createDirectories(folder.resolve("root/lib/modules/6.9.0-1-amd64"));
        Files.createDirectories(folder.resolve("root/lib/modules/6.10.0-1-amd64"));
        assertEquals(Optional.empty(), StockKernel.read(folder), "the installation is not complete");
        Files.writeString(folder.resolve("release"), "6.10.0-1-amd64\n");
        assertEquals("6.10.0-1-amd64", StockKernel.read(folder).orElseThrow().release());
    }

    @Test
    @DisplayName("that cannot be installed is reported with what to do")
    void tellsWhatToDo() {
        assertTrue(StockKernel.remedy("E: Unable to locate package linux-image-amd64", folder)
                .contains("has no such kernel"));
        assertTrue(StockKernel.remedy("E: …", folder).endsWith("/log"));
    }
}

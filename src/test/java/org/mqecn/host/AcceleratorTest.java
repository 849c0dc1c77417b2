// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("tools")
@DisplayName("An accelerator of virtual machines")
class AcceleratorTest {
    @Test
    @DisplayName("of QEMU itself executes the test program to its end")
    void emulationWorks() {
        assertTrue(Accelerator.works(Accelerator.TCG));
    }

    @Test
    @DisplayName("is that of QEMU on a machine without /dev/kvm")
    void isEmulationWithoutKvm(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("dev"));
        assertEquals(Accelerator.TCG, Accelerator.detect(new LocalMachine(root, root, root)));
    }
}

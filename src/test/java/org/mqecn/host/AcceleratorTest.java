// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        assertTrue(Accelerator.works(Accelerator.TCG, Duration.ofMinutes(1)));
    }

    @Test
    @DisplayName("does not work if the test program does not end in time")
    void isRefusedIfSlow() {
        assertFalse(Accelerator.works(Accelerator.TCG, Duration.ofMillis(20)));
    }

    @Test
    @DisplayName("is not waited for beyond the limit if a child of its command keeps the output open")
    void isNotWaitedForThroughItsChildren() {
        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertFalse(Accelerator.exitsInTime(
                        List.of("sh", "-c", "sleep 20 & sleep 20; exit 3"), Duration.ofMillis(200))));
        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertTrue(
                        Accelerator.exitsInTime(List.of("sh", "-c", "sleep 20 & exit 3"), Duration.ofSeconds(10))));
    }

    @Test
    @DisplayName("is that of QEMU on a machine without /dev/kvm")
    void isEmulationWithoutKvm(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("dev"));
        assertEquals(Accelerator.TCG, Accelerator.detect(new LocalMachine(root, root, root)));
    }
}

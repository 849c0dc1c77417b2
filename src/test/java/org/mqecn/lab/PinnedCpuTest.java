// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;

@DisplayName("The CPU of a guest")
final class PinnedCpuTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("is one of the CPUs allowed for this process")
    void allowed() {
        assertEquals(List.of(0, 1, 2, 3, 8), PinnedCpu.parseAllowedCpus("Threads:\t1\nCpus_allowed_list:\t0-3,8\n"));
        assertEquals(List.of(5), PinnedCpu.parseAllowedCpus("Cpus_allowed_list:\t5"));
        assertEquals(List.of(), PinnedCpu.parseAllowedCpus("Name:\tjava"));
    }

    @Test
    @DisplayName("is not shared with another guest while both run")
    void alone() throws IOException {
        Files.createDirectories(folder.resolve("proc/self"));
        Files.writeString(folder.resolve("proc/self/status"), "Cpus_allowed_list:\t4,6\n");
        LocalMachine host = new LocalMachine(folder, folder, folder);
        Path locks = folder.resolve("locks");
        try (PinnedCpu first = PinnedCpu.acquire(host, locks)) {
            assertEquals(List.of("taskset", "--cpu-list", "4"), first.commandPrefix());
            try (PinnedCpu second = PinnedCpu.acquire(host, locks)) {
                assertEquals(List.of("taskset", "--cpu-list", "6"), second.commandPrefix());
                try (PinnedCpu none = PinnedCpu.acquire(host, locks)) {
                    assertEquals(List.of(), none.commandPrefix());
                }
            }
        }
        try (PinnedCpu again = PinnedCpu.acquire(host, locks)) {
            assertEquals(List.of("taskset", "--cpu-list", "4"), again.commandPrefix());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.IoErrors;

class AtomicFileTest {
    @TempDir
    private Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    @DisplayName("keeps the old text and removes what it has written when the disk is full, and names the file")
    void diskIsFull() throws IOException {
        Path file = folder.resolve("run.json");
        AtomicFile.write(file, "old");
        IOException failure = assertThrows(
                IOException.class,
                () -> AtomicFile.replace(file, unfinished -> {
                    Files.writeString(unfinished, "a part");
                    throw new IOException("No space left on device");
                }));
        assertEquals(file + ": No space left on device", IoErrors.describe(failure));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("run.json"), files());
    }

    @Test
    @DisplayName("makes the folder of a file")
    void makesTheFolder() throws IOException {
        Path file = folder.resolve("runs").resolve("run.json");
        AtomicFile.write(file, "new");
        assertEquals("new", Files.readString(file));
    }
}

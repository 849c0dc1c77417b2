// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.value.UserError;

@DisplayName("The newest results")
class ResultLayoutTest {
    @TempDir
    private Path parent;

    private void write(String name, long seconds) throws IOException {
        Path summary = new ResultLayout(parent.resolve(name)).summary();
        ResultFiles.write(summary, ResultFilesTest.SUMMARY);
        Files.setLastModifiedTime(summary, FileTime.fromMillis(seconds * 1000));
    }

    @Test
    @DisplayName("are those whose summary was written last")
    void newest() throws IOException {
        write("a", 100);
        write("b", 300);
        write("c", 200);
        Files.createDirectory(parent.resolve("no-results"));

        assertEquals(parent.resolve("b"), ResultLayout.newest(parent));
    }

    @Test
    @DisplayName("may not exist")
    void none() {
        for (Path empty : new Path[] {parent, parent.resolve("none")}) {
            UserError error = assertThrows(UserError.class, () -> ResultLayout.newest(empty));
            assertEquals("no results in " + empty, error.getMessage());
            assertTrue(error.isUsage());
        }
    }
}

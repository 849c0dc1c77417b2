// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class IoErrorsTest {
    @Test
    void givesReasonsInWords() {
        assertEquals("permission denied", IoErrors.reason(new AccessDeniedException("/x")));
        assertEquals("/x: no such file or directory", IoErrors.describe(new NoSuchFileException("/x")));
        assertEquals("/x: Is a directory", IoErrors.describe(new FileSystemException("/x", null, "Is a directory")));
        assertEquals("Broken pipe", IoErrors.describe(new IOException("Broken pipe")));
        assertEquals(
                "No such file or directory",
                IoErrors.reason(new IOException(
                        "Cannot run program \"dot\" (in directory \".\"): error=2, No such file or directory")));
        assertEquals("input/output error", IoErrors.reason(new IOException()));
    }
}

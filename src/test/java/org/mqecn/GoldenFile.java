// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/** Texts as they should be, beside the tests' resources. {@code -Dmqecn.golden=write} writes them anew. */
public final class GoldenFile {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/cli");

    private GoldenFile() {}

    public static void assertEquals(String name, String actual) {
        assertEquals(FOLDER.resolve(name), actual);
    }

    /** Holds a text to a file. */
    public static void assertEquals(Path file, String actual) {
        try {
            if ("write".equals(System.getProperty("mqecn.golden"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            Assertions.assertEquals(
                    Files.readString(file), actual, () -> file + " is out of date: -Dmqecn.golden=write makes it anew");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;

/** Compares a text with an expected one in a file. {@code make generate} (-Dmqecn.golden=write) writes the files. */
public final class GoldenFile {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/cli");

    private GoldenFile() {}

    public static void assertEquals(String name, String actual) {
        assertEquals(FOLDER.resolve(name), actual);
    }

    public static void assertEquals(Path file, String actual) {
        try {
            if ("write".equals(System.getProperty("mqecn.golden"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
            Assertions.assertEquals(
                    Files.readString(file),
                    actual,
                    () -> file + " is out of date: run 'make generate' and check the difference");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

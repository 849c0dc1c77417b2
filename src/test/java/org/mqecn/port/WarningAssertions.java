// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the modules warn of, which mqecn tells with values: that is found by the same consequence at the end. */
final class WarningAssertions {
    private WarningAssertions() {}

    /** Compares warnings with those that are expected, each of which the module must have as well. */
    static void assertWarned(QdiscKind kind, List<String> expected, List<String> actual) {
        assertEquals(expected, actual);
        String module = source(kind).replaceAll("\"\\s+\"", "");
        assertEquals(
                List.of(),
                actual.stream()
                        .map(warning -> warning.substring(warning.lastIndexOf(": ")))
                        .filter(consequence -> !module.contains(consequence + "\""))
                        .toList(),
                "the module warns of it, too");
    }

    private static String source(QdiscKind kind) {
        try {
            return Files.readString(Path.of("kmod", kind.keyword(), "config.c"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares warnings of mqecn with those of the modules. Those of mqecn include values; both end with the same consequence.
 */
final class WarningAssertions {
    private WarningAssertions() {}

    /** Asserts that there are these warnings, and that the module has each of them, too. */
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

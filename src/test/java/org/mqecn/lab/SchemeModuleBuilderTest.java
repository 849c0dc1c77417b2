// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The build of a scheme's module")
final class SchemeModuleBuilderTest {
    private static final Path SOURCES = Path.of("kmod");
    private static final Path HEADER = Path.of("dwrr/scheme.h");
    private static final Pattern OWN_INCLUDE = Pattern.compile("(?m)^#include \"(.*)\"$");

    private static void addIncludes(Path header, Set<String> found) throws IOException {
        if (found.add(header.toString())) {
            for (String include : OWN_INCLUDE
                    .matcher(Files.readString(SOURCES.resolve(header)))
                    .results()
                    .map(match -> match.group(1))
                    .toList()) {
                addIncludes(header.resolveSibling(include).normalize(), found);
            }
        }
    }

    @Test
    @DisplayName("has the header for authors and all that it includes, and nothing else of the port")
    void headers() throws IOException {
        Set<String> included = new HashSet<>();
        addIncludes(HEADER, included);

        assertEquals(included, Set.copyOf(SchemeModuleBuilder.HEADERS));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmeTest {
    @Test
    void tableNamesEveryVerb() throws IOException {
        List<String> names = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .toList();
        assertEquals(
                List.of(),
                Arrays.stream(Verb.values())
                        .map(Verb::keyword)
                        .filter(verb -> names.stream().noneMatch(name -> name.matches(".*`" + verb + "[` ].*")))
                        .toList());
    }
}

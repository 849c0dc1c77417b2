// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.GoldenFile;
import org.mqecn.schema.Problem;
import org.mqecn.schema.TextMutator;

@DisplayName("A malformed scenario file")
final class BadFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/mqecn/experiment/scenario/bad");
    private static final List<Path> TESTBEDS = List.of(Path.of("testbeds"));
    private static final int ROUNDS = 50;

    static List<Path> bad() throws IOException {
        return files(FOLDER);
    }

    static List<Path> good() throws IOException {
        return files(Path.of("scenarios"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedWithItsMessages(Path path) throws IOException {
        ScenarioFile file = ScenarioFile.of("lab.yaml", Files.readString(path), TESTBEDS, ScenarioOverrides.NONE);

        assertTrue(file.parsed().isEmpty(), "accepted");
        GoldenFile.assertEquals(
                path.resolveSibling(path.getFileName().toString().replace(".yaml", ".txt")),
                file.problems().stream()
                        .map(problem -> problem.message() + "\n  " + problem.remedy() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void isThereInSixtyWays() throws IOException {
        assertTrue(bad().size() >= 60, bad().size() + " files");
    }

    /** Mutations of a valid file cause no other exception. */
    @ParameterizedTest
    @MethodSource("good")
    void isReadOrRefused(Path path) throws IOException {
        // A small fabric is written like a large one, and resolved in a hundredth of the time.
        String text = Files.readString(path)
                .replace("leaves: 12, spines: 12, hosts-per-leaf: 12", "leaves: 2, spines: 2, hosts-per-leaf: 1");
        Random random = new Random(text.hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            String damaged = TextMutator.mutate(text, random);
            ScenarioFile file = ScenarioFile.of("lab.yaml", damaged, TESTBEDS, ScenarioOverrides.NONE);
            List<Problem> errors = file.problems().stream()
                    .filter(problem -> !problem.warning())
                    .toList();
            assertEquals(file.parsed().isEmpty(), !errors.isEmpty(), damaged);
            errors.forEach(error ->
                    assertFalse(error.failure().isBlank() || error.location().line() < 1, damaged));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.cli.common.ExitCode;

/** The small version of each scenario that comes with mqecn. Takes about three minutes. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("A scenario's small version")
final class QuickScenariosLabTest {
    /** So many percent may be between two runs of a few hundred flows that differ in nothing but the seed. */
    private static final double TOLERANCE = 10;
    /** And a 99th percentile of small flows: it is the third longest of some 250, and one timeout more turns it about. */
    private static final double P99_TOLERANCE = 100;

    @TempDir
    private Path out;

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("counts, and no comparison has the other direction than the paper's, but by chance")
    void changesInThePapersDirection(String name) throws IOException {
        StringWriter said = new StringWriter();
        int status = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(said, true),
                "run",
                name,
                "--quick",
                "--out",
                out.toString());

        assertNotEquals(ExitCode.INVALID_RUN, status, said::toString);
        List<String> turned = new ArrayList<>();
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertEquals(summary.path("planned").asInt(), summary.path("runs").size(), said::toString);
        for (JsonNode check : summary.path("checks")) {
            if (check.has("baseline")
                    && check.path("measured").asDouble() * Math.signum(paper(check)) < -tolerance(check)) {
                turned.add(check.toString());
            }
        }
        assertEquals(List.of(), turned);
    }

    private static double tolerance(JsonNode check) {
        return check.path("metric").asText().equals("fct_small_p99_us") ? P99_TOLERANCE : TOLERANCE;
    }

    /** In percent; what is 0 there has no direction. Without a paper, the direction alone. */
    private static double paper(JsonNode check) {
        return check.has("direction")
                ? check.path("direction").asText().equals("up") ? 1 : -1
                : Double.parseDouble(check.path("paper").asText().replace("%", ""));
    }
}

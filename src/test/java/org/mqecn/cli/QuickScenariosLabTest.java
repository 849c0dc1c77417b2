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

/** The reduced version of each bundled scenario. Takes about three minutes. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The reduced version of a scenario")
final class QuickScenariosLabTest {
    /** Difference, in percent, between runs of a few hundred flows that differ only by the seed. */
    private static final double TOLERANCE = 10;
    /** The same for the 99th percentile of small flows: it depends on the slowest few of about 250, thus on single timeouts. */
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
    @DisplayName("is valid, and no comparison contradicts the paper by more than chance")
    void changesInDirectionOfPaper(String name) throws IOException {
        StringWriter messages = new StringWriter();
        int status = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(messages, true),
                "run",
                name,
                "--quick",
                "--out",
                out.toString());

        assertNotEquals(ExitCode.INVALID_RUN, status, messages::toString);
        List<String> contradictions = new ArrayList<>();
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertEquals(summary.path("planned").asInt(), summary.path("runs").size(), messages::toString);
        for (JsonNode check : summary.path("checks")) {
            if (check.has("baseline")
                    && check.path("measured").asDouble() * Math.signum(paper(check)) < -tolerance(check)) {
                contradictions.add(check.toString());
            }
        }
        assertEquals(List.of(), contradictions);
    }

    private static double tolerance(JsonNode check) {
        return check.path("metric").asText().equals("fct_small_p99_us") ? P99_TOLERANCE : TOLERANCE;
    }

    /** The paper's value in percent, 0 having no direction; 1 or -1 if the check has only a direction. */
    private static double paper(JsonNode check) {
        return check.has("direction")
                ? check.path("direction").asText().equals("up") ? 1 : -1
                : Double.parseDouble(check.path("paper").asText().replace("%", ""));
    }
}

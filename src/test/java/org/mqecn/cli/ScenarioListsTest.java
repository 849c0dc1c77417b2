// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.result.Metric;
import org.mqecn.result.Samples;

@DisplayName("'mqecn run' lists")
final class ScenarioListsTest {
    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(ExitCode.SUCCESS, Main.run(new PrintWriter(out), new PrintWriter(err), arguments), err::toString);
        assertEquals("", err.toString());
        return out.toString();
    }

    private static JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(run(arguments));
    }

    private static List<String> names(JsonNode rows) {
        List<String> names = new ArrayList<>();
        rows.forEach(row -> names.add(row.path("name").asText()));
        return names;
    }

    @Test
    @DisplayName("all bundled scenarios with their titles")
    void scenarios() throws IOException {
        List<String> files;
        try (Stream<Path> folder = Files.list(Path.of("scenarios"))) {
            files = folder.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
        JsonNode rows = json("run", "--list", "-o", "json");

        assertEquals(files, names(rows));
        rows.forEach(row -> assertTrue(!row.path("title").asText().isBlank(), row.toString()));
        assertTrue(run("run", "--list").contains("\nmq-fig3  "), run("run", "--list"));
    }

    @Test
    @DisplayName("all metrics and samples with their units")
    void metrics() throws IOException {
        List<String> all = new ArrayList<>();
        List.of(Metric.values()).forEach(each -> all.add(each.template()));
        List.of(Samples.values()).forEach(each -> all.add(each.template()));

        assertEquals(all, names(json("run", "--metrics", "-o", "json")));
        String text = run("run", "--metrics");
        assertTrue(
                text.lines().anyMatch(line -> line.matches("rtt_avg_us +µs +probes +Mean RTT of all probes\\.")), text);
    }

    @Test
    @DisplayName("the metrics of a scenario with the cases that give them")
    void metricsOfAScenario() throws IOException {
        JsonNode rows = json("run", "mq-fig3", "--metrics", "-o", "json");

        assertTrue(
                names(rows).containsAll(List.of("goodput_one_mbit", "goodput_many_7_mbit", "watermark_queue_3_bytes")),
                rows.toString());
        for (JsonNode row : rows) {
            String givenBy = row.path("name").asText().matches("goodput_many_[4-7]_mbit") ? "flows 8" : "every case";
            assertEquals(givenBy, row.path("given_by").asText(), row.toString());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The metrics that a case gives")
final class CaseMetricsTest {
    private static final List<Path> TESTBEDS = List.of(Path.of("testbeds"));

    static List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/org/mqecn/cli/quick"))) {
            return files.sorted().toList();
        }
    }

    private static CaseMetrics of(String traffic) {
        return of(traffic, "port: h1");
    }

    private static CaseMetrics of(String traffic, String ports) {
        String text =
                """
                scenario: one
                testbed: {star: {hosts: 3, rate: 1gbit}, defaults: {link: {qdisc: {dwrr: {queues: 2}}}}}
                measure: {%s, duration: 1s}
                traffic:
                """
                                .formatted(ports)
                        + traffic;
        return CaseMetrics.of(ScenarioFile.of("one.yaml", text, TESTBEDS, ScenarioOverrides.NONE)
                .scenario()
                .cases()
                .get(0));
    }

    /** Real runs: a metric that is missing here would be refused although it is measured. */
    @ParameterizedTest
    @MethodSource("recorded")
    void includeAllThatWereMeasured(Path file) throws IOException {
        JsonNode runs = new ObjectMapper().readTree(file.toFile()).path("runs");
        String name = file.getFileName().toString().replace(".json", "");
        Scenario scenario = ScenarioFile.read(
                        Path.of("scenarios", name + ".yaml"),
                        TESTBEDS,
                        new ScenarioOverrides(Map.of(), true, OptionalInt.empty()))
                .scenario();
        for (ScenarioCase each : scenario.cases()) {
            Set<String> measured = new TreeSet<>();
            runs.path(each.name()).fieldNames().forEachRemaining(measured::add);

            assertTrue(!measured.isEmpty(), each.name());
            measured.removeAll(CaseMetrics.of(each).metrics().keySet());
            assertEquals(Set.of(), measured, each.name());
        }
    }

    @Test
    void haveTheSizesThatFlowsCanHave() {
        CaseMetrics given = of("  one: {flows: {from: h2, to: h1, size: 50k, dscp: [0, 1], count: 4}}");

        assertTrue(given.metrics()
                .keySet()
                .containsAll(Set.of(
                        "fct_small_p99_us",
                        "fct_all_avg_us",
                        "fct_one_1_small_avg_us",
                        "goodput_one_1_mbit",
                        "flows_measured")));
        assertTrue(!given.metrics().containsKey("fct_large_avg_us"), given.toString());
        assertTrue(
                given.samples().keySet().containsAll(Set.of("fct_us", "fct_small_us", "fct_one_us", "fct_one_0_us")));
    }

    @Test
    void haveTheQueuesOfThePort() {
        Set<String> names = of("  one: {flows: {from: h2, to: h1}}").metrics().keySet();

        assertTrue(names.containsAll(Set.of("watermark_bytes", "watermark_queue_0_bytes", "watermark_queue_1_bytes")));
        assertTrue(!names.contains("watermark_queue_2_bytes"), names.toString());
        assertTrue(!names.contains("goodput_one_0_mbit") && !names.contains("rtt_avg_us"), names.toString());
    }

    @Test
    void haveThoseOfEachOfSeveralPorts() {
        String flows = "  one: {flows: {from: h2, to: h1}}";
        Set<String> names = of(flows, "ports: [h1, h2]").metrics().keySet();

        assertTrue(
                names.containsAll(Set.of(
                        "marked_packets",
                        "watermark_queue_1_bytes",
                        "marked_s1_h1_packets",
                        "dropped_s1_h2_packets",
                        "watermark_s1_h2_bytes",
                        "watermark_s1_h2_queue_1_bytes",
                        "utilization_s1_h1_percent")),
                names.toString());
        assertTrue(!names.contains("marked_s1_h3_packets"), names.toString());
        assertEquals(of(flows).metrics(), of(flows, "ports: h1").metrics());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.experiment.scenario.Changes;
import org.mqecn.experiment.scenario.ScenarioFile;
import org.mqecn.host.Machine;
import org.mqecn.lab.Lab;

@Tag("lab")
@DisplayName("A run of a scenario")
final class RunLabTest {
    private static final LabBackend LAB = new LabBackend(new Lab(Machine.local(), System.err::println).guest(false));
    private static final String TESTBED = """
            scenario: tiny
            testbed:
              star: {hosts: 3, rate: 100mbit, rtt: 1ms}
              defaults: {host: {congestion-control: %s}, link: {port: {dwrr: {queues: 4, queue-thresh: 15k}}}}
            """;
    private static final String ALL_KINDS = TESTBED.formatted("dctcp") + """
            traffic:
              long: {flows: {from: [h2, h3], to: h1, count: 2, dscp: 0}}
              sized: {flows: {from: h2, to: h1, dscp: 1, size: 100k, rate: 20mbit}}
              web:
                requests: {client: h1, load: 0.3, count: 4, sizes: cache, services: [{dscp: 1}, {dscp: 2, weight: 3}]}
              ping: {probes: {from: h2, to: h1, dscp: [0, 1]}}
              noise: {datagrams: {from: h3, to: h1, dscp: 3, rate: 5mbit, ecn: true}}
            measure: {port: h1, every: 1ms, warm-up: 20ms}
            """;
    private static final String MEASURE = "measure: {port: h1, for: 100ms}\n";

    private static Case only(String text) {
        return ScenarioFile.of("tiny.yaml", text, List.of(), Changes.NONE).scenario().cases().get(0);
    }

    private static JsonNode run(String text) throws Exception {
        return new ObjectMapper().readTree(LAB.run(only(text)));
    }

    @Test
    void isTheSameToTheByteWhenItIsRepeated() throws Exception {
        Case subject = only(ALL_KINDS);
        String first = LAB.run(subject);

        assertEquals(first, LAB.run(subject));
        JsonNode run = new ObjectMapper().readTree(first);
        assertEquals("[]", run.path("faults").toString());
        assertTrue(run.path("valid").asBoolean());
        JsonNode metrics = run.path("metrics");
        assertEquals(5, metrics.path("goodput_noise_mbit").asDouble(), 0.2);
        assertEquals(5, metrics.path("flows_counted").asInt());
        assertTrue(metrics.path("rtt_ping_avg_us").asDouble() > 1000, metrics.toString());
        assertTrue(metrics.path("marked_packets").asInt() > 0, metrics.toString());
        assertEquals("per-queue", run.path("configuration").path("s1:h1").path("ecn_scheme").asText());
    }
}

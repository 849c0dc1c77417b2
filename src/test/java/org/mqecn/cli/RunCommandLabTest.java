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
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.cli.common.ExitCode;

@Tag("lab")
@DisplayName("A run of a scenario")
final class RunCommandLabTest {
    private static final String FLOWS = "src/test/resources/org/mqecn/experiment/scenario/flows.csv";
    /** Columns of flows. */
    private static final int START = 0;

    private static final int FLOW_TIME = 1;
    private static final int BYTES = 2;
    private static final int TRAFFIC = 3;
    private static final int DSCP = 5;

    private static final int USED_DCTCP = 8;
    private static final String ALL_KINDS =
            """
            scenario: tiny
            testbed:
              star: {hosts: 3, rate: 100mbit, base-rtt: 1ms}
              defaults: {host: {congestion-control: dctcp}, link: {qdisc: {dwrr: {queues: 4, queue-thresh: 15k}}}}
            traffic:
              long: {flows: {from: [h2, h3], to: h1, count: 2, dscp: 0}}
              sized: {flows: {from: h2, to: h1, dscp: 1, size: 100k, pacing-rate: 20mbit}}
              web:
                requests:
                  client: h1
                  load: 0.3
                  count: 4
                  flow-sizes: cache
                  services: [{dscp: 1}, {dscp: 2, weight: 3, congestion-control: cubic}]
              ping: {probes: {from: h2, to: h1, dscp: [0, 1]}}
              noise: {udp: {from: h3, to: h1, dscp: 3, rate: 5mbit, ecn: true}}
              listed: {replay: {client: h1, file: FLOWS, connections: 1}}
              faster: {replay: {client: h1, file: FLOWS, connections: 1, speed: 4}}
            measure: {port: h1, interval: 1ms, warm-up: 20ms}
            """
                    .replace("FLOWS", Path.of(FLOWS).toAbsolutePath().toString());

    @TempDir
    private Path folder;

    /** Returns the result of the only run of {@code mqecn run} without its header. */
    private String run(String scenarioText, String out) throws IOException {
        Path scenario = Files.writeString(folder.resolve("tiny.yaml"), scenarioText);
        StringWriter output = new StringWriter();
        assertEquals(
                ExitCode.SUCCESS,
                Main.run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "run",
                        scenario.toString(),
                        "--out",
                        folder.resolve(out).toString()),
                output::toString);
        String text = Files.readString(folder.resolve(out).resolve("runs/1.json"));
        assertTrue(text.startsWith("{\n\"header\":"), text.substring(0, 20));
        return text.substring(text.indexOf('\n', 2));
    }

    @Test
    void repeatedRunIsByteIdentical() throws IOException {
        String first = run(ALL_KINDS, "first");

        assertEquals(first, run(ALL_KINDS, "second"));
        JsonNode run = new ObjectMapper().readTree("{" + first);
        assertEquals("[]", run.path("faults").toString());
        assertTrue(run.path("valid").asBoolean());
        JsonNode metrics = run.path("metrics");
        assertEquals(5, metrics.path("goodput_noise_mbit").asDouble(), 0.2);
        assertEquals(11, metrics.path("flows_measured").asInt());
        assertTrue(metrics.path("rtt_ping_avg_us").asDouble() > 1000, metrics.toString());
        assertTrue(metrics.path("marked_packets").asInt() > 0, metrics.toString());
        assertEquals(
                "per-queue",
                run.path("configuration").path("s1:h1").path("ecn_scheme").asText());
        assertCongestionControlPerService(run.path("flows"));
        assertReplayed(run.path("flows"), "listed", 1);
        assertReplayed(run.path("flows"), "faster", 4);
    }

    @Test
    @DisplayName(
            "has flows of 14 segments take one round trip with an initial window of 16, and two with the default, 10")
    void initialWindow() throws IOException {
        assertEquals(2e6, timeOfFourteenSegments("congestion-control: dctcp"), 0.2e6);
        assertEquals(1e6, timeOfFourteenSegments("congestion-control: dctcp, initial-window: 16"), 0.2e6);
    }

    /** In ns: the request and the first window take a base RTT, which is 1 ms, and a second window takes another. */
    private double timeOfFourteenSegments(String host) throws IOException {
        Path flow = Files.writeString(folder.resolve("flow.csv"), "start_us,bytes,dscp\n0,20000,0\n");
        String scenario =
                """
                scenario: tiny
                testbed:
                  star: {hosts: 2, rate: 1gbit, base-rtt: 1ms}
                  defaults: {host: {HOST}, link: {qdisc: {dwrr: {queues: 1}}}}
                traffic: {listed: {replay: {client: h1, servers: [h2], file: FLOW}}}
                measure: {port: h1, interval: 1ms}
                validity: {port-not-saturated: ignore}
                """
                        .replace("HOST", host)
                        .replace("FLOW", flow.toString());
        JsonNode flows = new ObjectMapper()
                .readTree("{" + run(scenario, host.replaceAll("\\W+", "-")))
                .path("flows");
        return flows.path("rows").path(0).path(FLOW_TIME).asDouble();
    }

    /** Each flow of the list ran once, at its time (within 2 ms), with its size and DSCP. */
    private static void assertReplayed(JsonNode flows, String traffic, int speed) throws IOException {
        List<String[]> listed = Files.readAllLines(Path.of(FLOWS)).stream()
                .skip(2)
                .map(line -> line.split(","))
                .toList();
        List<JsonNode> rows = StreamSupport.stream(flows.path("rows").spliterator(), false)
                .filter(row -> row.path(TRAFFIC).asText().equals(traffic))
                .toList();
        assertEquals(listed.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String[] flow = listed.get(i);
            JsonNode row = rows.get(i);
            assertEquals(Long.parseLong(flow[0]) * 1000 / speed, row.path(START).asLong(), 2e6, row.toString());
            assertEquals(Long.parseLong(flow[1]), row.path(BYTES).asLong(), row.toString());
            assertEquals(Integer.parseInt(flow[3]), row.path(DSCP).asInt(), row.toString());
        }
    }

    /** All flows use DCTCP except those of the service with another congestion control. */
    private static void assertCongestionControlPerService(JsonNode flows) {
        for (JsonNode row : flows.path("rows")) {
            assertEquals(
                    row.path(DSCP).asInt() == 2 ? 0 : 1, row.path(USED_DCTCP).asInt(), row.toString());
        }
    }
}

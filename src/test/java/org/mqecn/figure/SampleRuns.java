// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A result folder of {@code mqecn run} with small runs. */
public final class SampleRuns {
    static final String SCENARIO =
            """
            scenario: small
            vary:
              scheme: {set: testbed.defaults.link.qdisc, values: [per-queue, mq-ecn]}
              load: {set: traffic.web.requests.load, values: [0.5, 0.9]}
            figures:
              - {trace: queues, group-by: scheme, where: {load: 0.9}}
              - {bars: rtt_avg_us, group-by: scheme, where: {load: 0.9}}
              - {lines: fct_small_p99_us, x: load, group-by: scheme}
              - {cdf: rtt_us, group-by: scheme, where: {load: 0.9}}
              - {cdf: fct_us, group-by: scheme, where: {load: 0.9}}
              - {table: [goodput_one_mbit, rtt_avg_us, marked_packets], group-by: scheme, where: {load: 0.9}, title: Numbers}
            """;
    static final String SUMMARY =
            """
            {"format": 3, "command": "mqecn run small --seed 1", "planned": 8, "checks": [
             {"metric": "rtt_avg_us", "where": {"scheme": "per-queue", "load": "0.9"}, "paper": "651", "tolerance": "10%",
              "measured": 660.0, "status": "passed", "explanation": ""},
             {"metric": "rtt_avg_us", "where": {"scheme": "mq-ecn", "load": "0.9"}, "paper": "300", "tolerance": "10%",
              "measured": 440.0, "status": "failed", "explanation": "46.7 % above <the paper>"},
             {"metric": "fct_small_p99_us", "where": {"scheme": "mq-ecn", "load": "0.9"},
              "baseline": {"scheme": "per-queue", "load": "0.9"}, "paper": "-72.8%", "tolerance": "10%", "measured": -70.1,
              "status": "passed", "explanation": ""},
             {"metric": "timeouts", "where": {"scheme": "mq-ecn", "load": "0.9"}, "paper": "0", "tolerance": "0%",
              "measured": null, "status": "failed", "explanation": "no valid run has it"}]}
            """;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int INSTANTS = 1000;
    private static final int INTERVAL_US = 200;

    private SampleRuns() {}

    /** Two schemes, two loads, two repetitions. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
        Files.writeString(folder.resolve("summary.json"), SUMMARY);
        for (String scheme : List.of("per-queue", "mq-ecn")) {
            for (String load : List.of("0.5", "0.9")) {
                for (int repetition = 1; repetition <= 2; repetition++) {
                    write(folder, run(scheme, load, repetition));
                }
            }
        }
        return folder;
    }

    static void write(Path folder, ObjectNode run) throws IOException {
        String name = run.path("case").path("scheme").asText() + "-"
                + run.path("case").path("load").asText() + "-"
                + run.path("repetition").asInt();
        Files.writeString(folder.resolve("runs").resolve(name + ".json"), run.toString());
    }

    static ObjectNode run(String scheme, String load, int repetition) {
        double rtt = scheme.equals("mq-ecn") ? 440 : 660;
        ObjectNode run = JSON.objectNode();
        run.putObject("header")
                .put("when", "2026-01-01T00:00:0" + repetition + "Z")
                .put("wall_seconds", 2.5)
                .put("machine", "a machine");
        run.put("format", 3).put("scenario", "small").put("title", "Small & <plain>");
        run.putObject("paper").put("source", "A paper, Figure 1").put("url", "https://example.org/paper");
        run.putObject("case").put("scheme", scheme).put("load", load);
        run.put("repetition", repetition).put("seed", repetition).put("document", SCENARIO);
        run.putObject("versions").put("mqecn", "0.1.0").put("kernel", "6.1.0-mqecn");
        run.putObject("configuration").putObject("s1:h1").put("ecn_scheme", scheme);
        run.put("valid", true).putArray("faults");
        run.putObject("metrics")
                .put("goodput_one_mbit", 468.25 + repetition)
                .put("rtt_avg_us", rtt + repetition)
                .put("fct_small_p99_us", 10 * rtt * Double.parseDouble(load))
                .put("marked_packets", 3121);
        run.putObject("flows")
                .set(
                        "columns",
                        words(
                                "start_ns",
                                "fct_ns",
                                "bytes",
                                "traffic",
                                "service",
                                "dscp",
                                "retransmitted",
                                "delivered_ce",
                                "dctcp"));
        ArrayNode flows = ((ObjectNode) run.get("flows")).putArray("rows");
        for (int flow = 0; flow < 100; flow++) {
            flows.addArray()
                    .add(flow * 1000)
                    .add((long) (rtt * 1000 * Math.pow(1.1, flow)))
                    .add(flow < 50 ? 1000 : 30 << 20)
                    .add("web")
                    .add(0)
                    .add(0)
                    .add(0)
                    .add(0)
                    .add(true);
        }
        ObjectNode probes =
                run.putArray("rtt").addObject().put("traffic", "ping").put("dscp", 0);
        ArrayNode samples = probes.putArray("samples_us");
        for (int probe = 0; probe < 100; probe++) {
            samples.add(rtt + probe);
        }
        run.set("queues", queues(scheme.equals("mq-ecn") ? 16 << 10 : 32 << 10));
        return run;
    }

    /** Two sawtooth traces, one slower than the other, with a row for each change. */
    private static ObjectNode queues(int threshold) {
        ObjectNode queues = JSON.objectNode().put("port", "s1:h1");
        queues.set(
                "columns",
                words("time_us", "queue", "backlog_bytes", "threshold_bytes", "marked_packets", "dropped_packets"));
        ArrayNode rows = queues.putArray("rows");
        for (int i = 0; i < INSTANTS; i++) {
            rows.addArray()
                    .add(i * INTERVAL_US)
                    .add(0)
                    .add(1538 * (i % 20))
                    .add(threshold)
                    .add(i / 20)
                    .add(0);
            if (i % 5 == 0) {
                rows.addArray()
                        .add(i * INTERVAL_US)
                        .add(1)
                        .add(1538 * (i / 5 % 25))
                        .add(threshold)
                        .add(0)
                        .add(0);
            }
        }
        return queues;
    }

    static ArrayNode faults(String reason, String rule, String explanation) {
        ArrayNode faults = JSON.arrayNode();
        faults.addObject().put("reason", reason).put("rule", rule).put("explanation", explanation);
        return faults;
    }

    private static ArrayNode words(String... words) {
        ArrayNode list = JSON.arrayNode();
        List.of(words).forEach(list::add);
        return list;
    }
}

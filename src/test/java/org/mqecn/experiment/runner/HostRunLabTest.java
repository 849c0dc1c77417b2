// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/**
 * Runs without a guest for each case, all in one guest that is "the machine": valid runs, and one invalid run for each
 * reason. Takes about a minute.
 */
@Tag("lab")
@Order(Integer.MAX_VALUE)
@DisplayName("A run on this machine")
final class HostRunLabTest {
    private static final String FLOW = "traffic: {long: {flows: {from: h2, to: h1}}}\n";
    private static final String MEASURE = "measure: {port: h1, duration: 200ms}\n";
    /** 20 flows of 100 KB: 160 ms at the rate of the port. */
    private static final String SIZED = "traffic: {some: {flows: {from: h2, to: h1, count: 20, size: 100k}}}\n";
    /** Disturbs a run after one second. */
    private static final String MEANWHILE =
            """
            meanwhile() {
                until tc -n tiny-h2 qdisc show dev eth0 2>/dev/null | grep -q netem; do sleep 0.1; done
                sleep 1
                "$@"
            }
            """;

    private static final String RUN =
            """
            run() { mqecn run /out/$1.yaml --backend host --out /out/$1 -o json >/out/$1.json 2>/out/$1.err
                echo "$1 $?" >>/out/status; }
            """;

    @TempDir
    private static Path out;

    private static final Map<String, String> STATUS = new HashMap<>();
    private static String left;

    private static String testbed(String host, String port) {
        return """
                scenario: tiny
                testbed:
                  star: {hosts: 3, rate: 100mbit, base-rtt: 1ms}
                  defaults: {host: {congestion-control: dctcp%s}, link: {qdisc: %s}}
                """
                .formatted(host.isEmpty() ? "" : ", " + host, port);
    }

    private static String testbed() {
        return testbed("", "{dwrr: {queues: 4, queue-thresh: 15k}}");
    }

    private static Map<String, String> scenarios() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(
                "holds",
                testbed()
                        + """
                traffic:
                  old: {iperf3: {from: h2, to: h1, dscp: 1}}
                  ping: {probes: {from: h3, to: h1, dscp: 1}}
                measure: {port: h1, warm-up: 200ms, duration: 2s}
                checks: [{metric: goodput_old_mbit, paper: 94, tolerance: 2%}]
                """);
        texts.put(
                "fails",
                testbed() + FLOW + MEASURE + "checks: [{metric: goodput_long_mbit, paper: 50, tolerance: 10%}]\n");
        texts.put(
                "reno",
                testbed() + "  hosts: {h1: {congestion-control: cubic, ecn: false}}\n"
                        + """
                traffic:
                  long: {flows: {from: h2, to: h1}}
                  some: {flows: {from: h2, to: h1, count: 20, size: 10k}}
                  old: {iperf3: {from: h2, to: h1}}
                """
                        + MEASURE);
        texts.put("slow-card", testbed() + "  hosts: {h2: {rate: 50mbit}}\n" + FLOW + MEASURE);
        texts.put("slow-card-sized", testbed() + "  hosts: {h2: {rate: 50mbit}}\n" + SIZED + "measure: {port: h1}\n");
        texts.put(
                "other-port",
                """
                scenario: tiny
                testbed:
                  dumbbell: {pairs: 2, rate: 50mbit, bottleneck-rate: 100mbit, base-rtt: 1ms}
                  defaults:
                    host: {congestion-control: dctcp}
                    link: {qdisc: {dwrr: {queues: 4, queue-thresh: 15k}}}
                traffic: {some: {flows: {from: [a1, a2], to: b1, count: 20, size: 100k}}}
                measure: {port: "s1:s2"}
                """);
        texts.put("gso", testbed("gso: on", "{tbf: {limit: 1m, burst: 64k}}") + FLOW + MEASURE);
        texts.put("netem", testbed() + FLOW + "measure: {port: h1, duration: 2s}\n");
        texts.put("samples", testbed() + FLOW + "measure: {port: h1, duration: 3s}\n");
        texts.put(
                "lost",
                testbed() + "  links: [{between: [h2, s1], loss: 20%}]\n"
                        + """
                traffic:
                  ping: {probes: {from: h2, to: h1}}
                  late: {flows: {from: h3, to: h1, start: 10s}}
                """
                        + MEASURE);
        texts.put("cut", testbed() + "  links: [{between: [h2, s1], loss: 99.9%}]\n" + FLOW + MEASURE);
        texts.put(
                "endless",
                testbed() + "  hosts: {h2: {rate: 8kbit}}\n"
                        + "traffic: {some: {flows: {from: h2, to: h1, size: 100k}}}\nmeasure: {port: h1, interval: 100ms}\n");
        texts.put("interrupted", testbed() + FLOW + "measure: {port: h1, duration: 1000s, interval: 1s}\n");
        return texts;
    }

    @BeforeAll
    static void runAll() throws IOException {
        for (Map.Entry<String, String> scenario : scenarios().entrySet()) {
            Files.writeString(out.resolve(scenario.getKey() + ".yaml"), scenario.getValue());
        }
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(
                                RUN + MEANWHILE
                                        + """
                for name in holds fails reno slow-card slow-card-sized other-port gso lost cut endless nowhere; do
                    run $name
                done
                meanwhile tc -n tiny-h2 qdisc change dev eth0 root netem delay 500us limit 3 & run netem
                meanwhile sh -c 'pid=$(pgrep -f "java.*run /out/[s]amples"); kill -STOP $pid; sleep 0.3; kill -CONT $pid' &
                run samples
                set -m
                run interrupted & meanwhile pkill -INT -f "java.*run /out/[i]nterrupted"; wait
                ip netns list
                mqecn testbed list -o json
                """,
                                out)
                        .withLimit(TestLimits.GUEST));
        left = result.output();
        Files.readString(out.resolve("status"))
                .lines()
                .map(line -> line.split(" "))
                .forEach(words -> STATUS.put(words[0], words[1]));
    }

    private static JsonNode summary(String name) throws IOException {
        return new ObjectMapper()
                .readTree(out.resolve(name).resolve("summary.json").toFile());
    }

    @Test
    @DisplayName("ends with 0 if its checks hold, and with --output json prints only JSON")
    void holds() throws IOException {
        assertEquals("0", STATUS.get("holds"), Files.readString(out.resolve("holds.err")));
        assertEquals(
                summary("holds"),
                new ObjectMapper().readTree(out.resolve("holds.json").toFile()));
    }

    @Test
    @DisplayName("ends with 1 if a check fails or there is no such scenario")
    void fails() throws IOException {
        assertEquals("1", STATUS.get("fails"), Files.readString(out.resolve("fails.err")));
        assertEquals("1", STATUS.get("nowhere"));
    }

    @ParameterizedTest
    @DisplayName("ends with 3 if it is invalid, and reports why")
    @CsvSource(
            delimiter = '|',
            value = {
                "reno|long: h2 runs dctcp-reno, not DCTCP: ECN was not negotiated",
                "reno|flows ran without DCTCP: ECN was not negotiated",
                "reno|old: h2 runs dctcp-reno, not DCTCP: ECN was not negotiated",
                "slow-card|the measured port was not the bottleneck: it sent 5",
                "slow-card-sized|bytes at eth0 of h2, 0 bytes at the measured port",
                "other-port|the bottleneck is elsewhere: b1 at s2 dropped 0 packets and marked ",
                "gso|GSO packets in the queues of the measured port: ",
                "netem|packets before they reached the switch",
                "samples|samples are missing: ",
                "lost|late: nothing received of flow 0 from h3",
                "lost|probes with DSCP 0 came back",
                "cut|the traffic failed: connect to ",
                "endless|some: 1 of 1 flows did not complete"
            })
    void invalidRun(String name, String why) throws IOException {
        assertEquals("3", STATUS.get(name));
        assertTrue(
                Files.readString(out.resolve(name + ".err")).contains(why),
                Files.readString(out.resolve(name + ".err")));
        JsonNode summary = summary(name);
        assertTrue((summary.path("invalid").toString() + summary.path("failures")).contains(why), summary.toString());
    }

    @Test
    @DisplayName("removes its testbed, also if it is interrupted")
    void testbedIsDown() throws IOException {
        assertEquals("130", STATUS.get("interrupted"), Files.readString(out.resolve("interrupted.err")));
        assertEquals("[ ]", left.strip(), "no namespace, no testbed");
        assertEquals("[]", summary("interrupted").path("runs").toString());
    }
}

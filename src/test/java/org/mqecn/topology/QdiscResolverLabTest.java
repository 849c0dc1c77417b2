// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;

/** tc and the kernel accept every option of every qdisc except dwrr, and dualpi2, which Linux 6.1 does not have. */
@Tag("lab")
final class QdiscResolverLabTest {
    private static final String ALL =
            """
            star: {hosts: 15, rate: 100mbit}
            links:
              - {between: [h1, s1], qdisc: {tbf: {burst: 15000, limit: 100000, peakrate: 200mbit, mtu: 1540}}}
              - {between: [h2, s1], qdisc: {tbf: {burst: 15000, latency: 10us, red: {limit: 100000, min: 30000,
                  max: 90000, avpkt: 1000, burst: 35, ecn: true, bandwidth: 100mbit}}}}
              - {between: [h3, s1], qdisc: {red: {limit: 100000, min: 30000, max: 90000, probability: 1.0, ecn: true,
                  harddrop: true, adaptive: true}}}
              - {between: [h4, s1], qdisc: {red: {limit: 100000, min: 30000, max: 90000, ecn: true, nodrop: true}}}
              - {between: [h5, s1], qdisc: {ets: {bands: 12, strict: 1, quanta: [1500, 3000], priomap: [0, 1, 2, 3],
                  fq_codel: }}}
              - {between: [h6, s1], qdisc: {prio: {bands: 4, priomap: [0, 1, 2, 3], pfifo: {limit: 9}}}}
              - {between: [h7, s1], qdisc: {codel: {limit: 99, target: 100us, interval: 2ms, ecn: true,
                  ce_threshold: 1ms}}}
              - {between: [h8, s1], qdisc: {fq_codel: {limit: 99, flows: 64, target: 100us, interval: 2ms, quantum: 1514,
                  ecn: false, ce_threshold: 1ms, memory_limit: 1m}}}
              - {between: [h9, s1], qdisc: {fq: {limit: 99, flow_limit: 9, quantum: 3028, initial_quantum: 15140,
                  maxrate: 10mbit, ce_threshold: 1ms, timer_slack: 50us}}}
              - {between: [h10, s1], qdisc: {pie: {limit: 99, target: 15ms, tupdate: 15ms, ecn: true}}}
              - {between: [h11, s1], qdisc: {cake: {rtt: 1ms}}}
              - {between: [h12, s1], qdisc: {sfq: {limit: 99, quantum: 1514}}}
              - {between: [h13, s1], qdisc: {pfifo: {limit: 99}}}
              - {between: [h14, s1], qdisc: {bfifo: {limit: 99k}}}
              - {between: [h15, s1], qdisc: {eiffel: {policy: edf, rank-from: mark, limit: 999, flow-limit: 9,
                  buckets: 640, granularity: 10us, quantum: 1514, initial-quantum: 3028, pacing: on, maxrate: 10mbit,
                  ce-threshold: 1ms, timer-slack: 5us, horizon: 2s, beyond-horizon: cap, deadline-unit: 100us}}}
            """;

    @Test
    void tcAcceptsEveryOption(@TempDir Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of("set -e", "modprobe sch_eiffel"));
        int layers = 0;
        for (Link link : TestbedFile.of("lab.yaml", ALL).testbed().links()) {
            lines.add("ip link add " + link.to().device() + " type dummy");
            for (QueueingDiscipline.TcQdisc tcQdisc : link.to().qdisc().qdiscs()) {
                lines.add("tc qdisc add dev " + link.to().device() + " "
                        + (tcQdisc.parent().equals("root") ? "root" : "parent " + tcQdisc.parent()) + " handle "
                        + tcQdisc.handle() + " " + tcQdisc.kind() + " " + String.join(" ", tcQdisc.options()));
                layers++;
            }
        }
        lines.add("tc qdisc show | grep -v noqueue");
        Path script = Files.writeString(folder.resolve("script"), String.join("\n", lines));
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.of(List.of("bash", script.toString()), folder.resolve("out")));
        assertEquals(0, result.exitStatus(), result::errors);
        assertEquals("", result.errors());
        assertTrue(
                result.output().contains("red 2: dev h2 parent 1:1 limit 100000b min 30000b max 90000b ecn"),
                result.output());
        assertEquals(
                layers,
                result.output()
                        .lines()
                        .filter(line -> line.startsWith("qdisc "))
                        .count(),
                result.output());
    }
}

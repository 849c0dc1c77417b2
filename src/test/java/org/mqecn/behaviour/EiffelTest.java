// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Behaviour that {@link EiffelModelTest} does not cover: it depends on more than the packets. */
@Tag("lab")
@DisplayName("An eiffel qdisc")
class EiffelTest {
    private static final String ADD = "qdisc add dev ea root handle 1: eiffel ";
    private static final int SLOW = 100_000;

    @TestFactory
    @DisplayName("paces sockets and keeps its policies")
    Stream<DynamicTest> eiffel() {
        GuestTestCases guestTestCases = new GuestTestCases("modprobe sch_eiffel\n");
        tcp(guestTestCases, "pacing on", "leaves pacing to the qdisc", true);
        tcp(guestTestCases, "pacing off", "keeps its own pacing", false);
        closedSocket(guestTestCases);
        changes(guestTestCases);
        pause(guestTestCases);
        restart(guestTestCases);
        endOfTime(guestTestCases);
        ofEqualRank(guestTestCases);
        farDeadlines(guestTestCases);
        return guestTestCases.run();
    }

    /** If TCP used its own timers, no packet would wait in the qdisc. The rate would be the same, so it proves nothing. */
    private static void tcp(GuestTestCases guestTestCases, String options, String name, boolean throttled) {
        guestTestCases.add(
                "TCP " + name,
                TrafficScript.withoutQdisc()
                        .capture(4000)
                        .setup("ip -n b link set eb address 02:00:00:00:00:02")
                        .tc(ADD + options)
                        .start()
                        .run("ip netns exec b iperf3 -s -1 -D")
                        .run("ip netns exec a iperf3 -c 10.0.0.2 --fq-rate 8M -n 1M > /dev/null")
                        .at(3000)
                        .show(),
                trace -> {
                    List<CapturedPacket> data = trace.packets().stream()
                            .filter(capturedPacket -> capturedPacket.frameBytes() > 1000)
                            .toList();
                    long bytes = data.stream()
                            .limit(data.size() - 1)
                            .mapToLong(capturedPacket -> capturedPacket.frameBytes() - 4)
                            .sum();
                    double seconds =
                            (data.get(data.size() - 1).arrivalNs() - data.get(0).arrivalNs()) / 1e9;
                    assertEquals(1e6, bytes / seconds, 5e4, "bytes a second");
                    assertEquals(throttled, trace.last().port("throttled") > 10, "throttled in the qdisc");
                });
    }

    private static void closedSocket(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc(ADD + "quantum 1514 initial-quantum 1514 timer-slack 0ns")
                .start()
                .step("socket 0");
        IntStream.range(0, 20).forEach(i -> trafficScript.step("write 0 1004 rate=" + SLOW));
        guestTestCases.add(
                "packets of a closed socket are sent at its rate",
                trafficScript.step("close 0").at(1000).show(),
                trace -> {
                    assertEquals(20, trace.flow(0).size());
                    assertEquals(
                            18 * 1000 * 1e9 / SLOW,
                            trace.packets().get(19).arrivalNs()
                                    - trace.packets().get(1).arrivalNs(),
                            16e6);
                });
    }

    /** A busy period ends with empty tags: tbf takes the second packet after the pause at once, the others wait. */
    private static void pause(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                .tc("qdisc add dev ea parent 1: handle 2: eiffel policy wfq rank-from mark")
                .start();
        for (int flow = 0; flow < 4; flow++) {
            trafficScript.step("socket " + flow);
        }
        trafficScript.step("write 0 1004");
        trafficScript
                .at(50)
                .step("write 1 1404")
                .step("write 2 1004")
                .step("write 0 1004")
                .step("write 3 1004");
        guestTestCases.add(
                "wfq: a flow has no debt after an idle period",
                trafficScript.at(500).show(),
                trace -> assertEquals(List.of(0, 1, 2, 0, 3), trace.flows()));
    }

    /** Virtual time continues from its last value, and so do the windows over it. */
    private static void restart(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                .tc("qdisc add dev ea parent 1: handle 2: eiffel policy wfq")
                .start()
                .send(20, "len=1004 flow=1 dscp=1")
                .at(500)
                .run("ip netns exec a ip link set ea down && ip netns exec a ip link set ea up")
                .at(600)
                .send(8, "len=1004 flow=1 dscp=1")
                .send(8, "len=1004 flow=2 dscp=4");
        guestTestCases.add(
                "wfq: weights hold after the device was down",
                trafficScript.at(1000).show(),
                trace -> {
                    List<Integer> flows = trace.flows();
                    assertEquals(36, flows.size());
                    assertEquals(
                            8,
                            flows.subList(20, 31).stream()
                                    .filter(flow -> flow == 2)
                                    .count(),
                            "of the first 11");
                });
    }

    /** As a signed number the time would be in the past. */
    private static void endOfTime(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a packet with a time beyond the range of s64 does not wait",
                TrafficScript.withoutQdisc()
                        .tc(ADD)
                        .start()
                        .step("socket 0")
                        .step("write 0 1004 time=9.2233720368e18")
                        .step("write 0 1004")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(
                            List.of(1),
                            trace.flow(0).stream().map(CapturedPacket::seq).toList());
                    assertEquals(1, trace.last().port("horizon_drops"));
                });
    }

    /** If they alternated, both would complete late: the mean FCT is lowest if the first flow completes first. */
    private static void ofEqualRank(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                .tc("qdisc add dev ea parent 1: handle 2: eiffel policy srpt")
                .start();
        for (int i = 0; i < 6; i++) {
            trafficScript.send(1, "len=1004 flow=1 dscp=5").send(1, "len=1004 flow=2 dscp=5");
        }
        guestTestCases.add(
                "srpt: of flows with the same remaining size, one is sent to its end",
                trafficScript.send(1, "len=1004 flow=3 dscp=4").at(500).show(),
                trace -> assertEquals(List.of(1, 2, 3, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2), trace.flows()));
    }

    /** The windows hold deadlines of up to 262 ms. */
    private static void farDeadlines(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "edf: deadlines beyond the windows are in order",
                TrafficScript.withoutQdisc()
                        .tc("qdisc add dev ea root handle 1: tbf rate 8mbit burst 1600 limit 100000")
                        .tc(
                                "qdisc add dev ea parent 1: handle 2: eiffel policy edf rank-from priority orphan-mask 0xffff")
                        .start()
                        .send(2, "len=1004 flow=1 prio=0:1")
                        .send(3, "len=1004 flow=2 prio=0:7d0")
                        .send(3, "len=1004 flow=3 prio=0:12c")
                        .send(3, "len=1004 flow=4 prio=0:3e8")
                        .send(3, "len=1004 flow=5 prio=0:64")
                        .at(500)
                        .show(),
                trace -> assertEquals(List.of(1, 1, 5, 5, 5, 3, 3, 3, 4, 4, 4, 2, 2, 2), trace.flows()));
    }

    private static void changes(GuestTestCases guestTestCases) {
        List<String> changes = List.of(
                "policy strict",
                "buckets 64",
                "granularity 100us",
                "policy wfq rank-from mark",
                "hash-buckets 1",
                "limit 1 flow-limit 1",
                "horizon 1ms",
                "maxrate 90000bps",
                "policy edf ce-threshold 1ms",
                "quantum 300",
                "policy srpt",
                "policy lqf",
                "orphan-mask 0",
                "policy pacing");
        TrafficScript trafficScript = TrafficScript.withoutQdisc()
                .tc(ADD + "maxrate %dbps".formatted(SLOW))
                .start();
        for (int flow = 0; flow < 3; flow++) {
            trafficScript.step("socket " + flow);
            for (int i = 0; i < 40; i++) {
                trafficScript.step("write %d 1004".formatted(flow));
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            trafficScript.at(10 * (i + 1)).tc("qdisc change dev ea root eiffel " + changes.get(i));
        }
        guestTestCases.add(
                "a change of any option loses no packet and keeps the order of each flow",
                trafficScript
                        .show()
                        .tc("qdisc change dev ea root eiffel pacing off")
                        .at(2000)
                        .show(),
                trace -> {
                    assertTrue(
                            trace.first().qdisc("eiffel").get("qlen").asInt() > 20,
                            "packets were queued during the changes");
                    for (int flow = 0; flow < 3; flow++) {
                        assertEquals(
                                IntStream.range(0, 40).boxed().toList(),
                                trace.flow(flow).stream()
                                        .map(CapturedPacket::seq)
                                        .toList());
                    }
                });
    }
}

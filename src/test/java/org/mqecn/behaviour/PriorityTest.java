// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Flow i goes to queue i. The rate of the port is 10 Mbit/s: a full frame takes 1230.4 µs. */
@Tag("lab")
@DisplayName("Queues are served by priority")
class PriorityTest {
    private static final double PACKET_MS = FULL_FRAME_ON_WIRE * 8 / 10e3;
    private static final String PORT = "rate 10mbit shared-buffer 10m ";
    /** No share of it is a multiple of a packet. */
    private static final int K = 100_100;

    private static final double TOLERANCE = 0.01;

    @TestFactory
    @DisplayName("0 before 1 before … 7, those of equal priority by their quanta")
    Stream<DynamicTest> priority() {
        GuestTestCases guestTestCases = new GuestTestCases();
        for (String scheduler : List.of("dwrr", "wrr")) {
            levels(guestTestCases, scheduler);
        }
        everyPriority(guestTestCases);
        live(guestTestCases);
        strictAboveRounds(guestTestCases);
        roundsAboveOthers(guestTestCases);
        return guestTestCases.run();
    }

    private static void levels(GuestTestCases guestTestCases, String scheduler) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme none prio 0:0 1:4 2:4 3:7 quantum 2:3076 scheduler " + scheduler)
                .at(1)
                .send(20, "flow=3 dscp=3")
                .send(40, "flow=1 dscp=1")
                .send(80, "flow=2 dscp=2")
                .at(1 + 30.5 * PACKET_MS)
                .send(20, "flow=0 dscp=0");
        guestTestCases.add(
                scheduler + ": a lower priority waits until all higher ones are empty",
                trafficScript.at(300).show(),
                trace -> {
                    List<Integer> order = trace.flows();
                    assertEquals(160, order.size());
                    assertEquals(3, order.get(0), "arrived at an idle port");
                    assertEquals(Collections.nCopies(20, 0), order.subList(31, 51), "arrives during a transmission");
                    thirds(order.subList(1, 31));
                    thirds(order.subList(51, 141));
                    assertEquals(Collections.nCopies(19, 3), order.subList(141, 160), "then the lowest");
                });
    }

    /** Each turn of queue 1 is followed by one of queue 2, twice as long. */
    private static void thirds(List<Integer> order) {
        for (int i = 0; i < order.size(); i += 3) {
            assertEquals(1, Collections.frequency(order.subList(i, i + 3), 1), "round at " + i + " of " + order);
        }
    }

    /** A queue of each priority, not in order. Packets of all arrive at once. */
    private static void everyPriority(GuestTestCases guestTestCases) {
        int[] prios = {3, 7, 0, 5, 1, 6, 2, 4};
        StringBuilder options = new StringBuilder("prio");
        IntStream.range(0, prios.length).forEach(queue -> options.append(" %d:%d".formatted(queue, prios[queue])));
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort(PORT + options).at(1).send(1, "flow=9 dscp=0");
        for (int queue = 0; queue < prios.length; queue++) {
            trafficScript.send(5, "flow=%d dscp=%d len=%d".formatted(prios[queue], queue, 100 + queue));
        }
        guestTestCases.add(
                "all eight priorities are served in order",
                trafficScript.at(100),
                trace -> assertEquals(
                        IntStream.range(0, 40).map(i -> i / 5).boxed().toList(),
                        trace.flows().subList(1, 41)));
    }

    /** Queue 3 has the lowest priority until it is raised; then queue 0 gets the lowest. */
    private static void live(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + "ecn-scheme none prio all:2 3:7")
                .at(1);
        for (int queue = 0; queue < 4; queue++) {
            trafficScript.send(30, "flow=%d dscp=%d".formatted(queue, queue));
        }
        trafficScript
                .at(1 + 9.5 * PACKET_MS)
                .change("prio 3:1")
                .show()
                .at(1 + 19.5 * PACKET_MS)
                .change("prio 0:6 3:2")
                .at(300)
                .show();
        guestTestCases.add(
                "a new priority affects queued packets from the next packet on; none is lost", trafficScript, trace -> {
                    List<Integer> order = trace.flows();
                    assertEquals(0, Collections.frequency(order.subList(0, 10), 3));
                    assertEquals(Collections.nCopies(10, 3), order.subList(10, 20), "raised above the others");
                    assertEquals(0, Collections.frequency(order.subList(20, 90), 0), "fell below the others");
                    for (int i = 20; i + 3 <= 80; i++) {
                        assertEquals(
                                List.of(1, 2, 3),
                                order.subList(i, i + 3).stream().sorted().toList(),
                                "shares at " + i);
                    }
                    for (int queue = 0; queue < 4; queue++) {
                        assertEquals(
                                IntStream.range(0, 30).boxed().toList(),
                                trace.flow(queue).stream()
                                        .map(CapturedPacket::seq)
                                        .toList());
                    }
                    assertEquals(
                            "[2,2,2,1,2,2,2,2]",
                            trace.first().options().get("prio").toString());
                    assertEquals(
                            "[6,2,2,2,2,2,2,2]",
                            trace.last().options().get("prio").toString());
                });
    }

    /** Queue 0 takes every second packet, so that a round of queues 1 and 2 lasts four. */
    private static void strictAboveRounds(GuestTestCases guestTestCases) {
        int rounds = 60;
        int burst = 80;
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme mq-ecn port-thresh " + K + " prio all:1 0:0")
                .at(1)
                .send(2 * rounds, "flow=1 dscp=1")
                .send(2 * rounds, "flow=2 dscp=2");
        for (int i = 0; i < 2 * rounds; i++) {
            trafficScript.at(1 + (2 * i + 0.5) * PACKET_MS).send(1, "flow=0 dscp=0");
        }
        trafficScript.show().send(burst, "flow=10 dscp=0 ecn=2").at(1000).show();
        guestTestCases.add(
                "mq-ecn: a strict priority keeps the standard K; rounds of lower priorities include its transmissions",
                trafficScript,
                trace -> {
                    assertEquals(K, trace.first().queue(0, "threshold_bytes"));
                    for (int queue : new int[] {1, 2}) {
                        assertEquals(K / 4.0, trace.first().queue(queue, "threshold_bytes"), K / 4.0 * TOLERANCE);
                    }
                    double round = 4 * PACKET_MS * 1e9;
                    assertEquals(round, trace.first().port("round_time_ps"), round * TOLERANCE);
                    assertEquals(
                            0,
                            trace.flow(0).stream().filter(CapturedPacket::isCe).count());
                    for (CapturedPacket capturedPacket : trace.flow(10)) {
                        // one more packet of queue 0 precedes them
                        assertEquals(
                                (capturedPacket.seq() + 2) * FULL_FRAME_ON_WIRE > K,
                                capturedPacket.isCe(),
                                "packet " + capturedPacket);
                    }
                    assertEquals(burst, trace.flow(10).size());
                });
    }

    private static void roundsAboveOthers(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme mq-ecn port-thresh " + K + " prio all:5 0:3 1:3 quantum 1:4614")
                .at(1)
                .send(1, "flow=2 dscp=2")
                .send(50, "flow=0 dscp=0")
                .send(150, "flow=1 dscp=1");
        trafficScript.at(1 + 190.5 * PACKET_MS).show().at(1000);
        guestTestCases.add(
                "mq-ecn: queues of a higher priority share K, regardless of lower priorities", trafficScript, trace -> {
                    assertEquals(K / 4.0, trace.first().queue(0, "threshold_bytes"), K / 4.0 * TOLERANCE);
                    assertEquals(K * 3 / 4.0, trace.first().queue(1, "threshold_bytes"), K * 0.75 * TOLERANCE);
                    assertEquals(
                            K, trace.first().queue(2, "threshold_bytes"), "no queue of this priority has had a turn");
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Bursts arrive at an idle port at a known time. The wire has no delay, so the sojourn time of a packet is its arrival
 * time at the other end less that time.
 */
@Tag("lab")
@DisplayName("A packet gets CE by its sojourn time")
class SojournTest {
    private static final long SENT = 1_000_000;
    private static final long JITTER = 5_000;
    private static final int BURST = 25;
    /** Transmission time of a full frame at 1 Mbit/s. */
    private static final long FRAME = FULL_FRAME_ON_WIRE * 8_000L;

    private static final long TARGET = 5_000_000;
    private static final long INTERVAL = 100_000_000;
    private static final String CODEL = "rate 10mbit ecn-scheme codel codel-target 5ms codel-interval 100ms";

    @TestFactory
    @DisplayName("above TCN's threshold, or by CoDel's control law")
    Stream<DynamicTest> marks() {
        GuestTestCases guestTestCases = new GuestTestCases();
        tcnToTheMicrosecond(guestTestCases, 10 * FRAME - JITTER, 10);
        tcnToTheMicrosecond(guestTestCases, 10 * FRAME + JITTER, 11);
        tcnInEveryQueue(guestTestCases);
        tcnFromNowOn(guestTestCases);
        tcnThresholdLive(guestTestCases);
        codelSpacesMarks(guestTestCases);
        codelForgivesBursts(guestTestCases);
        return guestTestCases.run();
    }

    private static void tcnToTheMicrosecond(GuestTestCases guestTestCases, long threshold, int first) {
        guestTestCases.add(
                "tcn: at a threshold of " + threshold + " ns packet " + first + " is the first, for any mark-at",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme tcn mark-at enqueue tcn-thresh " + threshold + "ns")
                        .at(1)
                        .send(BURST, "ecn=2")
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(BURST, trace.packets().size());
                    for (CapturedPacket capturedPacket : trace.packets()) {
                        assertEquals(capturedPacket.seq() >= first, capturedPacket.isCe(), "packet " + capturedPacket);
                    }
                    assertCountersAgree(trace);
                    assertEquals(threshold, trace.last().queue(0, "threshold_ns"));
                    assertEquals(threshold, trace.last().port("threshold_ns"));
                    assertEquals(
                            sojourn(trace.packets().get(BURST - 1)),
                            trace.last().queue(0, "sojourn_ns"),
                            JITTER);
                });
    }

    /** Three queues of different quanta: the same threshold for all, at any rate. */
    private static void tcnInEveryQueue(GuestTestCases guestTestCases) {
        long threshold = 200_000_000;
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        "rate 1mbit ecn-scheme tcn tcn-thresh 200ms quantum 0:1538 1:3076 2:6152")
                .at(1);
        for (int queue = 0; queue < 3; queue++) {
            trafficScript.send(BURST, "flow=%d dscp=%d ecn=1".formatted(queue, queue));
        }
        guestTestCases.add(
                "tcn: one threshold for queues of any share",
                trafficScript.at(1500).show(),
                trace -> {
                    assertEquals(3 * BURST, trace.packets().size());
                    for (CapturedPacket capturedPacket : trace.packets()) {
                        assertTrue(
                                Math.abs(sojourn(capturedPacket) - threshold) > JITTER,
                                "too close to the threshold: " + capturedPacket);
                        assertEquals(
                                sojourn(capturedPacket) > threshold, capturedPacket.isCe(), "packet " + capturedPacket);
                    }
                    for (int queue = 0; queue < 3; queue++) {
                        long unmarked = trace.flow(queue).stream()
                                .filter(capturedPacket -> !capturedPacket.isCe())
                                .count();
                        assertTrue(
                                unmarked > 0 && unmarked < BURST, "queue " + queue + ": " + unmarked + " without CE");
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void tcnFromNowOn(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "after a change to tcn, packets that arrived earlier are not marked",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme per-queue queue-thresh all:1m")
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .at(50)
                        .change("ecn-scheme tcn tcn-thresh 1ms")
                        .send(5, "flow=1 ecn=2")
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(
                            0,
                            trace.flow(0).stream().filter(CapturedPacket::isCe).count());
                    assertEquals(BURST, trace.flow(0).size());
                    assertEquals(
                            5,
                            trace.flow(1).stream().filter(CapturedPacket::isCe).count());
                    assertCountersAgree(trace);
                });
    }

    private static void tcnThresholdLive(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a change of TCN's threshold affects the next departing packet",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme tcn tcn-thresh 1s")
                        .at(1)
                        .send(BURST, "ecn=2")
                        .at(150)
                        .change("tcn-thresh 0ns")
                        .at(1000)
                        .show(),
                trace -> {
                    for (CapturedPacket capturedPacket : trace.packets()) {
                        assertEquals(
                                capturedPacket.arrivalNs() > 150_000_000,
                                capturedPacket.isCe(),
                                "packet " + capturedPacket);
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void codelSpacesMarks(GuestTestCases guestTestCases) {
        int packets = 500;
        guestTestCases.add(
                "codel: the first mark after an interval above the target, the next ones at interval / sqrt(count)",
                TrafficScript.withDwrrPort(CODEL)
                        .at(1)
                        .send(packets, "ecn=2")
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(packets, trace.packets().size());
                    List<Integer> marked = trace.packets().stream()
                            .filter(CapturedPacket::isCe)
                            .map(CapturedPacket::seq)
                            .toList();
                    assertEquals(codel(trace.packets()), marked);
                    assertTrue(marked.size() > 10, "marks: " + marked);
                    assertCountersAgree(trace);
                });
    }

    /** The packets that CoDel (RFC 8289) marks, given all departures in order; the last one leaves the queue empty. */
    private static List<Integer> codel(List<CapturedPacket> packets) {
        List<Integer> marked = new ArrayList<>();
        CapturedPacket first = packets.stream()
                .filter(capturedPacket -> sojourn(capturedPacket) > TARGET)
                .findFirst()
                .orElseThrow();
        double next = first.arrivalNs() + INTERVAL;
        for (CapturedPacket capturedPacket : packets.subList(0, packets.size() - 2)) {
            if (capturedPacket.arrivalNs() >= next) {
                marked.add(capturedPacket.seq());
                next = (marked.size() == 1 ? capturedPacket.arrivalNs() : next) + INTERVAL / Math.sqrt(marked.size());
            }
        }
        return marked;
    }

    private static void codelForgivesBursts(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(CODEL).at(1);
        for (int burst = 0; burst < 5; burst++) {
            trafficScript.at(1 + burst * 100).send(70, "flow=%d ecn=2".formatted(burst)); // 86 ms
        }
        guestTestCases.add(
                "codel: bursts that drain within an interval are not marked",
                trafficScript.at(1000).show(),
                trace -> {
                    assertEquals(5 * 70, trace.packets().size());
                    assertEquals(0, trace.count(CapturedPacket::isCe));
                    assertCountersAgree(trace);
                });
    }

    private static long sojourn(CapturedPacket capturedPacket) {
        return capturedPacket.arrivalNs() - SENT;
    }

    private static void assertCountersAgree(TrafficTrace trace) {
        assertEquals(trace.count(CapturedPacket::isCe), trace.last().port("marked_packets"), "marked packets");
        assertEquals(trace.packets().size(), trace.last().port("sent_packets"), "sent packets");
        trace.assertChecksums();
    }
}

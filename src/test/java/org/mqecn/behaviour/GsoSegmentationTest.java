// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("lab")
@DisplayName("A GSO packet is segmented into the packets that a switch would see")
class GsoSegmentationTest {
    private static final int SEGMENTS = 20;
    private static final int PAYLOAD = 1000;
    private static final int K_PACKETS = 10;

    @TestFactory
    @DisplayName("and each segment is counted, marked and dropped separately")
    Stream<DynamicTest> segmentation() {
        GuestTestCases guestTestCases = new GuestTestCases();
        tcp(guestTestCases, 4, 20);
        tcp(guestTestCases, 6, 40);
        udp(guestTestCases);
        droppedInPart(guestTestCases);
        droppedWhole(guestTestCases);
        sizeTable(guestTestCases, "overhead 30", 30, 1);
        sizeTable(guestTestCases, "overhead 31 mpu 64", 31, 4);
        return guestTestCases.run();
    }

    /** The kernel computes the checksums, because the device has no checksum offload. */
    private static void tcp(GuestTestCases guestTestCases, int version, int ipHeader) {
        int headers = 14 + ipHeader + 20;
        int frame = headers + PAYLOAD + 4;
        int wire = CapturedPacket.wireBytes(frame);
        guestTestCases.add(
                "IPv%d, TCP: %d segments and a shorter one".formatted(version, SEGMENTS),
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme per-queue queue-thresh all:" + K_PACKETS * wire)
                        .setup("ip netns exec a ethtool -K ea tx off > /dev/null")
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(
                                1,
                                "flow=1 v=%d l4=tcp gso=%d dscp=3 ecn=2 len=%d"
                                        .formatted(version, PAYLOAD, headers + SEGMENTS * PAYLOAD + 300 + 4))
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    List<CapturedPacket> segments =
                            trace.packets().subList(1, trace.packets().size());
                    assertEquals(
                            IntStream.rangeClosed(0, SEGMENTS)
                                    .map(i -> i < SEGMENTS ? frame : frame - 700)
                                    .boxed()
                                    .toList(),
                            segments.stream().map(CapturedPacket::frameBytes).toList());
                    for (int i = 0; i < segments.size(); i++) {
                        assertEquals(i + 1 > K_PACKETS, segments.get(i).isCe(), "CE of segment " + i);
                        assertEquals("ok", segments.get(i).checksums(), "checksums of segment " + i);
                    }
                    assertEquals(SEGMENTS + 1, trace.first().queue(3, "backlog_packets"));
                    assertEquals(SEGMENTS * wire + wire - 700, trace.first().queue(3, "backlog_bytes"));
                    assertEquals(SEGMENTS + 1, trace.last().queue(3, "sent_packets"));
                    assertEquals(SEGMENTS + 1 - K_PACKETS, trace.last().queue(3, "marked_packets"));
                    assertEmpty(trace);
                });
    }

    private static void udp(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "UDP_SEGMENT from a socket",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme none")
                        .at(1)
                        .udp(3, 10 * PAYLOAD, PAYLOAD, 2, 1)
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(
                            30, trace.count(capturedPacket -> capturedPacket.frameBytes() == PAYLOAD + 14 + 28 + 4));
                    assertEquals(30, trace.packets().size());
                    assertEquals(30, trace.last().queue(2, "arrived_packets"));
                    assertEquals(29, trace.first().port("qlen"));
                    assertEmpty(trace);
                });
    }

    private static void droppedInPart(GuestTestCases guestTestCases) {
        int wire = CapturedPacket.wireBytes(PAYLOAD + 14 + 28 + 4);
        guestTestCases.add(
                "a buffer with room for some segments admits those",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer " + 15 * wire)
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .udp(2, 10 * PAYLOAD, PAYLOAD, 2, 0)
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(16, trace.packets().size());
                    assertEquals(20, trace.last().queue(2, "arrived_packets"));
                    assertEquals(5, trace.last().queue(2, "dropped_shared_buffer"));
                    assertEquals(15, trace.first().port("qlen"));
                    assertEmpty(trace);
                });
    }

    private static void droppedWhole(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a full buffer admits no segment",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer 2000")
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(1, "flow=8 dscp=7")
                        .udp(1, 10 * PAYLOAD, PAYLOAD, 2, 0)
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(2, trace.packets().size());
                    assertEquals(10, trace.last().queue(2, "dropped_shared_buffer"));
                    assertEmpty(trace);
                });
    }

    /**
     * @param options of tc-stab(8)
     * @param cell bytes of which the length in its table is a multiple
     */
    private static void sizeTable(GuestTestCases guestTestCases, String options, int overhead, int cell) {
        int frame = (PAYLOAD + 14 + 28 + overhead + cell - 1) / cell * cell;
        guestTestCases.add(
                "the size table applies to each segment: " + options,
                TrafficScript.withoutQdisc()
                        .tc("qdisc add dev ea root handle 1: stab %s dwrr rate 1mbit".formatted(options))
                        .start()
                        .at(1)
                        .udp(1, 10 * PAYLOAD, PAYLOAD, 2, 0)
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(
                            10 * CapturedPacket.wireBytes(frame + 4),
                            trace.last().queue(2, "sent_bytes"));
                    assertEquals(10 * frame, trace.last().port("bytes"), "tc's own count");
                    assertEmpty(trace);
                });
    }

    private static void assertEmpty(TrafficTrace trace) {
        assertEquals(
                List.of(0L, 0L, 0L),
                List.of(
                        trace.last().port("qlen"),
                        trace.last().port("backlog"),
                        trace.last().port("backlog_packets")),
                "what is left");
        assertEquals(trace.packets().size(), trace.last().port("packets"), "tc's own count");
    }
}

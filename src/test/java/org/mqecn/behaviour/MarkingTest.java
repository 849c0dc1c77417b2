// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.CapturedPacket.CE;
import static org.mqecn.behaviour.CapturedPacket.ECT0;
import static org.mqecn.behaviour.CapturedPacket.ECT1;
import static org.mqecn.behaviour.CapturedPacket.NOT_ECT;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Packets arrive in bursts at a port of 1 Mbit/s, all at once: the first one leaves immediately, the others stay for
 * 12 ms and more, so the queue occupancy at each arrival and departure is known exactly.
 */
@Tag("lab")
@DisplayName("A packet gets CE if, and only if, the occupancy exceeds K")
class MarkingTest {
    private static final String PORT = "rate 1mbit ";
    private static final int K_PACKETS = 10;
    private static final int K = K_PACKETS * FULL_FRAME_ON_WIRE;
    private static final int BURST = 25;

    @TestFactory
    @DisplayName("by queue, by port, at enqueue and at dequeue, for all protocols")
    Stream<DynamicTest> marks() {
        GuestTestCases guestTestCases = new GuestTestCases();
        perQueueAtEnqueue(guestTestCases);
        perQueueAtDequeue(guestTestCases);
        eachQueueHasItsThreshold(guestTestCases);
        perPortAtEnqueue(guestTestCases);
        perPortAtDequeue(guestTestCases);
        none(guestTestCases);
        thresholdBetweenPackets(guestTestCases);
        thresholdZero(guestTestCases);
        thresholdChangesLive(guestTestCases);
        for (String at : List.of("enqueue", "dequeue")) {
            everyCode(guestTestCases, at);
            vlanDevice(guestTestCases, at);
            notIp(guestTestCases, at);
        }
        notEctIsNotDropped(guestTestCases);
        return guestTestCases.run();
    }

    private static void perQueueAtEnqueue(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "per-queue at enqueue: the arriving packet is included; an occupancy of K does not mark",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue queue-thresh all:" + K)
                        .at(1)
                        .send(BURST, "ecn=2")
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    for (CapturedPacket capturedPacket : trace.packets()) {
                        int occupancy = Math.max(1, capturedPacket.seq()) * FULL_FRAME_ON_WIRE;
                        assertEquals(occupancy > K, capturedPacket.isCe(), "packet " + capturedPacket.seq());
                    }
                    assertEquals(BURST - K_PACKETS - 1, trace.count(CapturedPacket::isCe));
                    assertCountersAgree(trace);
                });
    }

    private static void perQueueAtDequeue(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "per-queue at dequeue: the departing packet is not included",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue mark-at dequeue queue-thresh all:" + K)
                        .at(1)
                        .send(BURST, "ecn=2")
                        .at(1000)
                        .show(),
                trace -> {
                    for (CapturedPacket capturedPacket : trace.packets()) {
                        int occupancy =
                                capturedPacket.seq() == 0 ? 0 : (BURST - 1 - capturedPacket.seq()) * FULL_FRAME_ON_WIRE;
                        assertEquals(occupancy > K, capturedPacket.isCe(), "packet " + capturedPacket.seq());
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void eachQueueHasItsThreshold(GuestTestCases guestTestCases) {
        int[] thresholds = {3, 7, 12};
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT
                        + "ecn-scheme per-queue queue-thresh 0:%d 1:%d 2:%d"
                                .formatted(
                                        thresholds[0] * FULL_FRAME_ON_WIRE,
                                        thresholds[1] * FULL_FRAME_ON_WIRE,
                                        thresholds[2] * FULL_FRAME_ON_WIRE))
                .at(1);
        trafficScript.send(1, "flow=9 dscp=7"); // leaves at once; the others stay
        for (int queue = 0; queue < thresholds.length; queue++) {
            trafficScript.send(BURST, "flow=%d dscp=%d ecn=2".formatted(queue, queue));
        }
        guestTestCases.add(
                "per-queue: each queue has its own threshold",
                trafficScript.at(1500).show(),
                trace -> {
                    for (int queue = 0; queue < thresholds.length; queue++) {
                        assertEquals(BURST, trace.flow(queue).size());
                        for (CapturedPacket capturedPacket : trace.flow(queue)) {
                            assertEquals(
                                    capturedPacket.seq() + 1 > thresholds[queue],
                                    capturedPacket.isCe(),
                                    "packet " + capturedPacket);
                        }
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void perPortAtEnqueue(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme per-port port-thresh " + K + " queue-thresh all:1")
                .at(1);
        trafficScript.send(1, "flow=9 dscp=7");
        for (int i = 0; i < BURST; i++) {
            trafficScript.send(1, "flow=%d dscp=%d ecn=2".formatted(i, i % 3));
        }
        guestTestCases.add(
                "per-port at enqueue: the threshold applies to the sum of the queues",
                trafficScript.at(1000).show(),
                trace -> {
                    for (int i = 0; i < BURST; i++) {
                        assertEquals(
                                (i + 1) * FULL_FRAME_ON_WIRE > K,
                                trace.flow(i).get(0).isCe(),
                                "packet " + i);
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void perPortAtDequeue(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme per-port mark-at dequeue port-thresh " + K)
                .at(1);
        trafficScript.send(1, "flow=9 dscp=7");
        for (int queue = 0; queue < 3; queue++) {
            trafficScript.send(BURST / 3, "flow=%d dscp=%d ecn=1".formatted(queue, queue));
        }
        guestTestCases.add(
                "per-port at dequeue: the threshold applies to the rest of all queues",
                trafficScript.at(1000).show(),
                trace -> {
                    int sent = BURST / 3 * 3;
                    for (int i = 1; i <= sent; i++) {
                        assertEquals(
                                (sent - i) * FULL_FRAME_ON_WIRE > K,
                                trace.packets().get(i).isCe(),
                                "departure " + i);
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void none(GuestTestCases guestTestCases) {
        for (String at : List.of("enqueue", "dequeue")) {
            guestTestCases.add(
                    "none at " + at + ": nothing is marked",
                    TrafficScript.withDwrrPort(PORT + "ecn-scheme none queue-thresh all:1 port-thresh 1 mark-at " + at)
                            .at(1)
                            .send(BURST, "ecn=2")
                            .at(1000)
                            .show(),
                    trace -> {
                        assertEquals(BURST, trace.count(capturedPacket -> capturedPacket.ecn() == ECT0));
                        assertCountersAgree(trace);
                    });
        }
    }

    private static void thresholdBetweenPackets(GuestTestCases guestTestCases) {
        // 1, then 84-byte packets: 10 of them are 840
        guestTestCases.add(
                "exact to the byte: an occupancy of K + 1 marks",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue queue-thresh 0:840 1:839")
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(15, "flow=0 dscp=0 ecn=2 len=64")
                        .send(15, "flow=1 dscp=1 ecn=2 len=64")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(5, trace.count(capturedPacket -> capturedPacket.flow() == 0 && capturedPacket.isCe()));
                    assertEquals(6, trace.count(capturedPacket -> capturedPacket.flow() == 1 && capturedPacket.isCe()));
                    assertCountersAgree(trace);
                });
    }

    private static void thresholdZero(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "K = 0: every ECT packet is marked",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue queue-thresh all:0")
                        .at(1)
                        .send(5, "ecn=2")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(5, trace.count(CapturedPacket::isCe));
                    assertCountersAgree(trace);
                });
    }

    private static void thresholdChangesLive(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a change of K or of the scheme affects the next arriving packet",
                TrafficScript.withDwrrPort(
                                PORT + "ecn-scheme per-queue queue-thresh all:" + K + " port-thresh " + 5 * K)
                        .at(1)
                        .send(BURST, "flow=0 ecn=2")
                        .change("queue-thresh 0:" + BURST * FULL_FRAME_ON_WIRE)
                        .send(2, "flow=1 ecn=2")
                        .change("ecn-scheme none")
                        .send(2, "flow=2 ecn=2")
                        .change("ecn-scheme per-port port-thresh 1")
                        .send(2, "flow=3 ecn=2")
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(
                            BURST - K_PACKETS - 1,
                            trace.flow(0).stream().filter(CapturedPacket::isCe).count());
                    // 24 packets are queued: the first one makes 25, which is K
                    assertEquals(
                            List.of(false, true),
                            trace.flow(1).stream().map(CapturedPacket::isCe).toList());
                    assertEquals(
                            List.of(false, false),
                            trace.flow(2).stream().map(CapturedPacket::isCe).toList());
                    assertEquals(
                            List.of(true, true),
                            trace.flow(3).stream().map(CapturedPacket::isCe).toList());
                    assertCountersAgree(trace);
                });
    }

    /** A protocol of the bursts of {@link #everyCode}. */
    private static final List<String> CARRIERS = List.of(
            "v=4 l4=udp vlan=0",
            "v=4 l4=tcp vlan=0",
            "v=4 l4=udp vlan=100",
            "v=4 l4=tcp vlan=100",
            "v=6 l4=udp vlan=0",
            "v=6 l4=tcp vlan=0",
            "v=6 l4=udp vlan=100",
            "v=6 l4=tcp vlan=100");

    /** One burst per protocol, in which the four ECN codepoints alternate. The sender computes the checksums, not the device. */
    private static void everyCode(GuestTestCases guestTestCases, String at) {
        int[] codes = {ECT0, NOT_ECT, ECT1, CE};
        int wire = CapturedPacket.wireBytes(1000);
        TrafficScript bursts = TrafficScript.withDwrrPort(
                        PORT + "ecn-scheme per-queue queue-thresh all:%d mark-at %s".formatted(K_PACKETS * wire, at))
                .setup("ip netns exec a ethtool -K ea tx off > /dev/null");
        for (int carrier = 0; carrier < CARRIERS.size(); carrier++) {
            bursts.at(1 + carrier * 500).send(1, "flow=9999 dscp=7 len=64");
            for (int i = 0; i < BURST; i++) {
                bursts.send(
                        1,
                        "flow=%d len=1000 dscp=3 ecn=%d %s"
                                .formatted(carrier * 100 + i, codes[i % 4], CARRIERS.get(carrier)));
            }
        }
        guestTestCases.add(
                "IPv4, IPv6, UDP, TCP, VLAN, at " + at + ": ECT(0) and ECT(1) are marked, not-ECT and CE are not",
                bursts.at(5000).show(),
                trace -> {
                    int marked = 0;
                    for (int carrier = 0; carrier < CARRIERS.size(); carrier++) {
                        for (int i = 0; i < BURST; i++) {
                            String name = CARRIERS.get(carrier) + ", packet " + i;
                            assertEquals(1, trace.flow(carrier * 100 + i).size(), name);
                            CapturedPacket capturedPacket =
                                    trace.flow(carrier * 100 + i).get(0);
                            int occupancy = at.equals("enqueue") ? i + 1 : BURST - 1 - i;
                            int sent = codes[i % 4];
                            boolean marks = occupancy > K_PACKETS && (sent == ECT0 || sent == ECT1);
                            assertEquals(marks ? CE : sent, capturedPacket.ecn(), name);
                            assertEquals("ok", capturedPacket.checksums(), "checksums of " + name);
                            assertEquals(
                                    List.of(3, 1000),
                                    List.of(capturedPacket.dscp(), capturedPacket.frameBytes()),
                                    name);
                            assertTrue(
                                    CARRIERS.get(carrier)
                                            .matches("v=%s .* vlan=%d"
                                                    .formatted(capturedPacket.protocol(), capturedPacket.vlan())),
                                    name);
                            marked += marks ? 1 : 0;
                        }
                    }
                    assertEquals(marked, trace.last().queue(3, "marked_packets"));
                    assertEquals(marked * wire, trace.last().queue(3, "marked_bytes"));
                });
    }

    /** The tag of a VLAN device is not yet in the packet: the device below inserts it after the port. */
    private static void vlanDevice(GuestTestCases guestTestCases, String at) {
        int wire = CapturedPacket.wireBytes(1004);
        String packets =
                "at 1000000\\nsend 1 flow=9 dscp=7 len=64\\nsend %d flow=1 dscp=3 ecn=2 len=1000\\nsend %1$d flow=2 v=6 dscp=4 ecn=1 len=1000\\n"
                        .formatted(BURST);
        guestTestCases.add(
                "IPv4 and IPv6 of a VLAN device, at " + at + ": marked, and counted with the tag",
                TrafficScript.withoutQdisc()
                        .setup("ip -n a link add link ea name ea.5 type vlan id 5\nip -n a link set ea.5 up\n"
                                + "printf \"" + packets + "\" > /run/vlan")
                        .tc(
                                "qdisc add dev ea root handle 1: dwrr rate 1mbit ecn-scheme per-queue mark-at %s queue-thresh all:%d"
                                        .formatted(at, K_PACKETS * wire))
                        .start()
                        .run("$FRAMES a ea.5 b eb 0 < /run/vlan")
                        .show()
                        .at(1500)
                        .show(),
                trace -> {
                    for (int flow = 1; flow <= 2; flow++) {
                        assertEquals(BURST, trace.flow(flow).size());
                        for (CapturedPacket capturedPacket : trace.flow(flow)) {
                            int occupancy =
                                    at.equals("enqueue") ? capturedPacket.seq() + 1 : BURST - 1 - capturedPacket.seq();
                            assertEquals(occupancy > K_PACKETS, capturedPacket.isCe(), "packet " + capturedPacket);
                            assertEquals(List.of(5, 1004), List.of(capturedPacket.vlan(), capturedPacket.frameBytes()));
                        }
                        assertEquals(BURST * wire, trace.last().queue(flow + 2, "sent_bytes"), "bytes on the wire");
                    }
                    assertCountersAgree(trace);
                });
    }

    private static void notIp(GuestTestCases guestTestCases, String at) {
        guestTestCases.add(
                "ARP and LLC at " + at + ": in queue 0, and never changed",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue queue-thresh all:0 mark-at " + at)
                        .at(1)
                        .send(5, "flow=1 v=arp len=100")
                        .send(5, "flow=2 v=llc len=100")
                        .send(5, "flow=3 v=arp vlan=5 len=100")
                        .at(100)
                        .show(),
                trace -> {
                    assertEquals(
                            15,
                            trace.count(
                                    capturedPacket -> capturedPacket.checksums().equals("ok")),
                            "intact");
                    assertEquals(15, trace.last().queue(0, "sent_packets"));
                    assertEquals(0, trace.last().port("marked_packets"));
                });
    }

    private static void notEctIsNotDropped(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "not-ECT packets are not dropped before the buffer is full",
                TrafficScript.withDwrrPort(PORT + "ecn-scheme per-queue queue-thresh all:1 shared-buffer "
                                + 50 * FULL_FRAME_ON_WIRE)
                        .at(1)
                        .send(60, "ecn=0")
                        .at(1000)
                        .show(),
                trace -> {
                    assertEquals(51, trace.count(capturedPacket -> capturedPacket.ecn() == NOT_ECT));
                    assertEquals(9, trace.last().port("dropped_shared_buffer"));
                });
    }

    /** The port's counters agree with the receiver, and the checksums are right. */
    private static void assertCountersAgree(TrafficTrace trace) {
        List<CapturedPacket> marked = new ArrayList<>(trace.packets());
        marked.removeIf(capturedPacket -> !capturedPacket.isCe());
        assertEquals(marked.size(), trace.last().port("marked_packets"), "marked packets");
        assertEquals(
                marked.stream().mapToLong(CapturedPacket::wireBytes).sum(),
                trace.last().port("marked_bytes"),
                "marked bytes");
        assertEquals(trace.packets().size(), trace.last().port("sent_packets"), "sent packets");
        trace.assertChecksums();
    }
}

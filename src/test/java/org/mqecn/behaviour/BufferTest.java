// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("lab")
@DisplayName("The buffer is shared and limited, and its counters are exact")
class BufferTest {
    private static final int STEPS = TestGuest.DEBUG ? 40 : 150;
    private static final int QUEUES = 4;

    @TestFactory
    @DisplayName("to the packet")
    Stream<DynamicTest> bounds() {
        GuestTestCases guestTestCases = new GuestTestCases();
        shared(guestTestCases);
        sharedBetweenQueues(guestTestCases);
        staticCaps(guestTestCases);
        staticShares(guestTestCases);
        smallerBuffer(guestTestCases);
        peeked(guestTestCases);
        memory(guestTestCases);
        packetConservation(guestTestCases, 60_000, "shared-buffer 60000 buffer-mode shared");
        packetConservation(
                guestTestCases,
                99_000,
                "shared-buffer 60000 buffer-mode static queue-buffer 0:9000 1:20000 2:30000 3:40000");
        packetConservation(
                guestTestCases,
                60_000,
                "shared-buffer 60000 scheduler wrr quantum 0:256 1:9000 mark-at dequeue ecn-scheme mq-ecn");
        return guestTestCases.run();
    }

    private static void shared(GuestTestCases guestTestCases) {
        int room = 20;
        guestTestCases.add(
                "shared: packets that do not fit are dropped and counted",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer " + room * FULL_FRAME_ON_WIRE)
                        .at(1)
                        .send(50, "")
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    // the first leaves at once
                    assertEquals(
                            IntStream.rangeClosed(0, room).boxed().toList(),
                            trace.packets().stream().map(CapturedPacket::seq).toList());
                    assertEquals(room * FULL_FRAME_ON_WIRE, trace.first().port("backlog_bytes"));
                    assertEquals(room * FULL_FRAME_ON_WIRE, trace.last().port("watermark_bytes"));
                    assertEquals(50 - room - 1, trace.last().queue(0, "dropped_shared_buffer"));
                    assertEquals(50 - room - 1, trace.last().port("drops"), "tc's own count");
                    assertConserved(trace);
                });
        guestTestCases.add(
                "shared: a packet that is one byte too long is dropped",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer " + (room * FULL_FRAME_ON_WIRE - 1))
                        .at(1)
                        .send(50, "")
                        .at(1000)
                        .show(),
                trace -> assertEquals(room, trace.packets().size()));
    }

    private static void sharedBetweenQueues(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 1mbit shared-buffer " + 20 * FULL_FRAME_ON_WIRE)
                .at(1)
                .send(1, "flow=9 dscp=7")
                .send(15, "flow=0 dscp=0")
                .send(15, "flow=1 dscp=1")
                .send(15, "flow=2 dscp=2")
                .show()
                .at(1000)
                .show();
        guestTestCases.add(
                "shared: the sum of the queues is limited, first come, first served", trafficScript, trace -> {
                    assertEquals(
                            List.of(15, 5, 0),
                            IntStream.range(0, 3)
                                    .mapToObj(flow -> trace.flow(flow).size())
                                    .toList());
                    assertEquals(10, trace.last().queue(1, "dropped_shared_buffer"));
                    assertEquals(15, trace.last().queue(2, "dropped_shared_buffer"));
                    assertEquals(0, trace.last().queue(2, "watermark_bytes"));
                    assertConserved(trace);
                });
    }

    private static void staticCaps(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        "rate 1mbit buffer-mode static shared-buffer %d queue-buffer 0:%d 1:%d 2:%d"
                                .formatted(
                                        2 * FULL_FRAME_ON_WIRE,
                                        5 * FULL_FRAME_ON_WIRE,
                                        12 * FULL_FRAME_ON_WIRE,
                                        100 * FULL_FRAME_ON_WIRE))
                .at(1)
                .send(1, "flow=9 dscp=7")
                .send(15, "flow=0 dscp=0")
                .send(15, "flow=1 dscp=1")
                .send(15, "flow=2 dscp=2")
                .show()
                .at(1000)
                .show();
        guestTestCases.add("static: each queue is limited by its own buffer only", trafficScript, trace -> {
            assertEquals(
                    List.of(5, 12, 15),
                    IntStream.range(0, 3)
                            .mapToObj(flow -> trace.flow(flow).size())
                            .toList());
            assertEquals(10, trace.last().queue(0, "dropped_queue_buffer"));
            assertEquals(3, trace.last().queue(1, "dropped_queue_buffer"));
            assertEquals(0, trace.last().queue(2, "dropped_queue_buffer"));
            assertEquals(0, trace.last().port("dropped_shared_buffer"));
            assertEquals(5 * FULL_FRAME_ON_WIRE, trace.last().queue(0, "watermark_bytes"));
            assertEquals(32 * FULL_FRAME_ON_WIRE, trace.last().port("watermark_bytes"));
            assertConserved(trace);
        });
    }

    /** Each queue is offered 600 Mbit/s. With one buffer for all queues, arrival order would decide the shares. */
    private static void staticShares(GuestTestCases guestTestCases) {
        int frames = 49; // 600 Mbit/s for 1 ms
        TrafficScript trafficScript = TrafficScript.withDwrrPort(
                        "rate 995mbit ecn-scheme none buffer-mode static shared-buffer 200000 queue-buffer all:200000 "
                                + "quantum 0:1538 1:3076 2:4614 3:6152")
                .withoutCapture();
        for (int ms = 1; ms <= 120; ms++) {
            trafficScript.at(ms);
            for (int queue = 0; queue < QUEUES; queue++) {
                trafficScript.send(frames, "dscp=" + queue);
            }
            if (ms == 20 || ms == 120) {
                trafficScript.show();
            }
        }
        guestTestCases.add(
                "static: queues share the rate by their quanta, whatever load is offered", trafficScript, trace -> {
                    long all = trace.last().port("sent_bytes") - trace.first().port("sent_bytes");
                    assertEquals(995e6 / 8 * 0.1, all, 995e6 / 8 * 0.001);
                    for (int queue = 0; queue < QUEUES; queue++) {
                        double share = all * (queue + 1) / 10.0;
                        assertEquals(
                                share,
                                trace.last().queue(queue, "sent_bytes")
                                        - trace.first().queue(queue, "sent_bytes"),
                                share * 0.01,
                                "queue " + queue);
                    }
                    assertEquals(0, trace.last().port("dropped_shared_buffer"));
                });
    }

    private static void smallerBuffer(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 1mbit")
                .at(1)
                .send(30, "flow=0")
                .change("shared-buffer " + 10 * FULL_FRAME_ON_WIRE)
                .send(5, "flow=1")
                .show()
                .at(300)
                .send(30, "flow=2")
                .show()
                .at(1000)
                .show();
        guestTestCases.add(
                "a reduced buffer keeps its packets, and admits none until there is room", trafficScript, trace -> {
                    assertEquals(30, trace.flow(0).size());
                    assertEquals(0, trace.flow(1).size());
                    long left = 30
                            - trace.count(
                                    capturedPacket -> capturedPacket.flow() == 0 && capturedPacket.arrivalNs() < 300e6);
                    assertEquals(10 - left, trace.flow(2).size());
                    assertConserved(trace);
                });
    }

    /** tbf peeks at the next packet, to learn its length, long before it takes it. */
    private static void peeked(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a packet that a parent has peeked is still queued",
                TrafficScript.withoutQdisc()
                        .tc("qdisc add dev ea root handle 2: tbf rate 1mbit burst 1600 limit 100000")
                        .tc("qdisc add dev ea parent 2: handle 1: dwrr rate 100mbit")
                        .start()
                        .at(1)
                        .send(5, "dscp=3")
                        .show()
                        .tc("qdisc change dev ea parent 2: handle 1: dwrr clear")
                        .show()
                        .at(1000)
                        .show()
                        .send(5, "dscp=3")
                        .run("ip netns exec a ip link set ea down && ip netns exec a ip link set ea up")
                        .show(),
                trace -> {
                    trace.snapshots().forEach(tcSnapshot -> {
                        assertEquals(
                                tcSnapshot.qdisc("dwrr").get("qlen").asLong(),
                                tcSnapshot.port("backlog_packets"),
                                "tc's own qlen");
                        assertEquals(
                                tcSnapshot.qdisc("dwrr").get("backlog").asLong() + 24 * tcSnapshot.port("qlen"),
                                tcSnapshot.port("backlog_bytes"),
                                "tc's own backlog, and FCS, preamble and gap");
                        assertConserved(tcSnapshot.port());
                        tcSnapshot.queues().forEach(BufferTest::assertConserved);
                    });
                    assertEquals(1, trace.first().queue(3, "sent_packets"));
                    assertEquals(4, trace.first().queue(3, "backlog_packets"));
                    assertEquals(4, trace.snapshots().get(1).queue(3, "arrived_packets"));
                    assertEquals(4, trace.snapshots().get(2).queue(3, "sent_packets"));
                    assertEquals(4, trace.last().queue(3, "dropped_purged"));
                });
    }

    /** The smallest frames take 84 bytes of a buffer and about ten times as much memory: 32 MiB hold some 40,000. */
    private static void memory(GuestTestCases guestTestCases) {
        int frames = 60_000;
        guestTestCases.add(
                "memory is limited beside the buffer",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer 8000000")
                        .withoutCapture()
                        .at(1)
                        .send(frames, "len=64")
                        .show(),
                trace -> {
                    long queued = trace.first().port("backlog_packets");
                    assertTrue(queued > frames / 3 && queued < frames * 5 / 6, "queued: " + queued);
                    assertEquals(frames, trace.first().port("arrived_packets"));
                    assertConserved(trace.first().port());
                });
    }

    /** Bursts of packets of all sizes and ECN codepoints to all queues; the counters are read after each. */
    private static void packetConservation(GuestTestCases guestTestCases, int room, String options) {
        Random random = new Random(2016);
        List<Map.Entry<Integer, Integer>> sent = new ArrayList<>();
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort("rate 100mbit " + options).capture(STEPS * 24);
        for (int step = 0; step < STEPS; step++) {
            int queue = random.nextInt(QUEUES);
            int burst = 1 + random.nextInt(23);
            sent.add(Map.entry(queue, burst));
            trafficScript
                    .at(1 + step * 0.5)
                    .send(
                            burst,
                            "flow=%d dscp=%d ecn=%d len=%d"
                                    .formatted(queue, queue, random.nextInt(4), 64 + random.nextInt(1455)))
                    .show()
                    .counters();
        }
        guestTestCases.add(
                "every packet is counted: " + options,
                trafficScript.at(1000).show().counters(),
                trace -> {
                    long[] arrived = new long[QUEUES];
                    long total = 0;
                    for (int step = 0; step < STEPS; step++) {
                        TcSnapshot tcSnapshot = trace.snapshots().get(step);
                        arrived[sent.get(step).getKey()] += sent.get(step).getValue();
                        total += sent.get(step).getValue();
                        for (int queue = 0; queue < QUEUES; queue++) {
                            assertEquals(
                                    arrived[queue],
                                    tcSnapshot.queue(queue, "arrived_packets"),
                                    "arrived in queue " + queue);
                        }
                        assertEquals(total, tcSnapshot.port("arrived_packets"));
                        assertEquals(
                                trace.deviceCounters().get(step).packets(),
                                tcSnapshot.port("sent_packets")
                                        + trace.deviceCounters().get(STEPS).packets()
                                        - trace.last().port("sent_packets"),
                                1,
                                "received at step " + step);
                        assertTrue(tcSnapshot.port("watermark_bytes") <= room);
                    }
                    assertTrue(TcSnapshot.dropped(trace.last().port()) > 0, "a buffer was full at times");
                    assertEquals(trace.packets().size(), trace.last().port("sent_packets"));
                    assertConserved(trace);
                });
    }

    /** In every snapshot, arrived packets are sent, dropped or queued, and the counters of queues add up to the port's. */
    private static void assertConserved(TrafficTrace trace) {
        for (TcSnapshot tcSnapshot : trace.snapshots()) {
            assertConserved(tcSnapshot.port());
            tcSnapshot.queues().forEach(BufferTest::assertConserved);
            for (String counter : List.of(
                    "arrived_packets",
                    "arrived_bytes",
                    "sent_packets",
                    "sent_bytes",
                    "marked_packets",
                    "marked_bytes",
                    "backlog_packets",
                    "backlog_bytes",
                    "dropped_shared_buffer",
                    "dropped_queue_buffer",
                    "dropped_purged")) {
                assertEquals(
                        tcSnapshot.port(counter),
                        tcSnapshot.queues().stream()
                                .mapToLong(queue -> queue.get(counter))
                                .sum(),
                        counter);
            }
            assertEquals(tcSnapshot.port("backlog_packets"), tcSnapshot.port("qlen"), "tc's own qlen");
        }
        long bytes =
                trace.packets().stream().mapToLong(CapturedPacket::wireBytes).sum();
        assertEquals(bytes, trace.last().port("sent_bytes"), "bytes on the wire");
        long frames = trace.packets().stream()
                .mapToLong(capturedPacket -> capturedPacket.frameBytes() - 4)
                .sum();
        assertEquals(frames, trace.last().port("bytes"), "the byte counter of tc");
    }

    private static void assertConserved(Map<String, Long> counters) {
        assertEquals(
                counters.get("arrived_packets"),
                counters.get("sent_packets") + counters.get("backlog_packets") + TcSnapshot.dropped(counters),
                () -> "arrived = sent + backlog + dropped, in packets: " + counters);
        assertTrue(counters.get("arrived_bytes") >= counters.get("sent_bytes") + counters.get("backlog_bytes"));
        assertTrue(counters.get("backlog_bytes") <= counters.get("watermark_bytes"));
        assertEquals(counters.get("backlog_packets") == 0, counters.get("backlog_bytes") == 0);
    }
}

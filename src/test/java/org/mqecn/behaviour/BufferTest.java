// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.Wire.FULL_WIRE;

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
@DisplayName("The buffer is shared, bounded, and accounted for")
class BufferTest {
    private static final int STEPS = Guests.DEBUG ? 40 : 150;
    private static final int QUEUES = 4;

    @TestFactory
    @DisplayName("to the packet")
    Stream<DynamicTest> bounds() {
        Scenes scenes = new Scenes();
        shared(scenes);
        sharedBetweenQueues(scenes);
        staticCaps(scenes);
        smallerBuffer(scenes);
        conserved(scenes, "shared-buffer 60000 buffer-mode shared");
        conserved(scenes, "shared-buffer 60000 buffer-mode static queue-buffer 0:9000 1:20000 2:30000 3:40000");
        conserved(scenes, "shared-buffer 60000 scheduler wrr quantum 0:256 1:9000 mark-at dequeue ecn-scheme mq-ecn");
        return scenes.play();
    }

    private static void shared(Scenes scenes) {
        int room = 20;
        scenes.add("shared: as many packets as fit; the rest are dropped, and counted",
                Wire.port("rate 1mbit shared-buffer " + room * FULL_WIRE).at(1).send(50, "").show().at(1000).show(),
                seen -> {
                    // the first leaves at once
                    assertEquals(IntStream.rangeClosed(0, room).boxed().toList(),
                            seen.packets().stream().map(Packet::seq).toList());
                    assertEquals(room * FULL_WIRE, seen.first().port("backlog_bytes"));
                    assertEquals(room * FULL_WIRE, seen.last().port("watermark_bytes"));
                    assertEquals(50 - room - 1, seen.last().queue(0, "dropped_shared_buffer"));
                    assertEquals(50 - room - 1, seen.last().port("drops"), "tc's own count");
                    conservation(seen);
                });
        scenes.add("shared: one byte too few for a packet is too few",
                Wire.port("rate 1mbit shared-buffer " + (room * FULL_WIRE - 1)).at(1).send(50, "").at(1000).show(),
                seen -> assertEquals(room, seen.packets().size()));
    }

    private static void sharedBetweenQueues(Scenes scenes) {
        Wire wire = Wire.port("rate 1mbit shared-buffer " + 20 * FULL_WIRE).at(1).send(1, "flow=9 dscp=7")
                .send(15, "flow=0 dscp=0").send(15, "flow=1 dscp=1").send(15, "flow=2 dscp=2").show().at(1000).show();
        scenes.add("shared: the sum of the queues is bounded, first come, first served", wire, seen -> {
            assertEquals(List.of(15, 5, 0), IntStream.range(0, 3).mapToObj(flow -> seen.flow(flow).size()).toList());
            assertEquals(10, seen.last().queue(1, "dropped_shared_buffer"));
            assertEquals(15, seen.last().queue(2, "dropped_shared_buffer"));
            assertEquals(0, seen.last().queue(2, "watermark_bytes"));
            conservation(seen);
        });
    }

    private static void staticCaps(Scenes scenes) {
        Wire wire = Wire.port("rate 1mbit buffer-mode static shared-buffer %d queue-buffer 0:%d 1:%d 2:%d".formatted(
                20 * FULL_WIRE, 5 * FULL_WIRE, 12 * FULL_WIRE, 100 * FULL_WIRE)).at(1).send(1, "flow=9 dscp=7")
                .send(15, "flow=0 dscp=0").send(15, "flow=1 dscp=1").send(15, "flow=2 dscp=2").show().at(1000).show();
        scenes.add("static: besides, each queue is bounded by its own; reasons are told apart", wire, seen -> {
            assertEquals(List.of(5, 12, 3), IntStream.range(0, 3).mapToObj(flow -> seen.flow(flow).size()).toList());
            assertEquals(10, seen.last().queue(0, "dropped_queue_buffer"));
            assertEquals(3, seen.last().queue(1, "dropped_queue_buffer"));
            assertEquals(0, seen.last().queue(2, "dropped_queue_buffer"));
            assertEquals(12, seen.last().queue(2, "dropped_shared_buffer"));
            assertEquals(5 * FULL_WIRE, seen.last().queue(0, "watermark_bytes"));
            assertEquals(20 * FULL_WIRE, seen.last().port("watermark_bytes"));
            conservation(seen);
        });
    }

    private static void smallerBuffer(Scenes scenes) {
        Wire wire = Wire.port("rate 1mbit").at(1).send(30, "flow=0").change("shared-buffer " + 10 * FULL_WIRE)
                .send(5, "flow=1").show().at(300).send(30, "flow=2").show().at(1000).show();
        scenes.add("a buffer made smaller keeps what stands in it, and takes nothing until there is room", wire, seen -> {
            assertEquals(30, seen.flow(0).size());
            assertEquals(0, seen.flow(1).size());
            long left = 30 - seen.count(packet -> packet.flow() == 0 && packet.ns() < 300e6);
            assertEquals(10 - left, seen.flow(2).size());
            conservation(seen);
        });
    }

    /** Bursts of packets of all sizes and codes to all queues, and a look at the counters after each. */
    private static void conserved(Scenes scenes, String words) {
        Random random = new Random(2016);
        List<Map.Entry<Integer, Integer>> sent = new ArrayList<>();
        Wire wire = Wire.port("rate 100mbit " + words).capture(STEPS * 24);
        for (int step = 0; step < STEPS; step++) {
            int queue = random.nextInt(QUEUES);
            int burst = 1 + random.nextInt(23);
            sent.add(Map.entry(queue, burst));
            wire.at(1 + step * 0.5).send(burst, "flow=%d dscp=%d ecn=%d len=%d".formatted(queue, queue, random.nextInt(4),
                    64 + random.nextInt(1455))).show().counters();
        }
        scenes.add("nothing is lost from sight: " + words, wire.at(1000).show().counters(), seen -> {
            long[] arrived = new long[QUEUES];
            long total = 0;
            for (int step = 0; step < STEPS; step++) {
                Snapshot snapshot = seen.snapshots().get(step);
                arrived[sent.get(step).getKey()] += sent.get(step).getValue();
                total += sent.get(step).getValue();
                for (int queue = 0; queue < QUEUES; queue++) {
                    assertEquals(arrived[queue], snapshot.queue(queue, "arrived_packets"), "arrived in queue " + queue);
                }
                assertEquals(total, snapshot.port("arrived_packets"));
                assertEquals(seen.counts().get(step).packets(), snapshot.port("sent_packets")
                        + seen.counts().get(STEPS).packets() - seen.last().port("sent_packets"), 1,
                        "received at step " + step);
                assertTrue(snapshot.port("watermark_bytes") <= 60000);
            }
            assertTrue(seen.last().port("dropped_shared_buffer") > 0, "the buffer was full at times");
            assertEquals(seen.packets().size(), seen.last().port("sent_packets"));
            conservation(seen);
        });
    }

    /** In every snapshot: what went in is what came out, was dropped, or stands there; and queues add up to the port. */
    private static void conservation(Observation seen) {
        for (Snapshot snapshot : seen.snapshots()) {
            conservation(snapshot.port());
            snapshot.queues().forEach(BufferTest::conservation);
            for (String counter : List.of("arrived_packets", "arrived_bytes", "sent_packets", "sent_bytes",
                    "marked_packets", "marked_bytes", "backlog_packets", "backlog_bytes", "dropped_shared_buffer",
                    "dropped_queue_buffer", "dropped_purged")) {
                assertEquals(snapshot.port(counter),
                        snapshot.queues().stream().mapToLong(queue -> queue.get(counter)).sum(), counter);
            }
            assertEquals(snapshot.port("backlog_packets"), snapshot.port("qlen"), "tc's own qlen");
        }
        long bytes = seen.packets().stream().mapToLong(Packet::wire).sum();
        assertEquals(bytes, seen.last().port("sent_bytes"), "bytes on the wire");
        long frames = seen.packets().stream().mapToLong(packet -> packet.frame() - 4).sum();
        assertEquals(frames, seen.last().port("bytes"), "tc's own count of bytes");
    }

    private static void conservation(Map<String, Long> counters) {
        assertEquals(counters.get("arrived_packets"), counters.get("sent_packets") + counters.get("backlog_packets")
                + Snapshot.dropped(counters), () -> "arrived = sent + backlog + dropped, in packets: " + counters);
        assertTrue(counters.get("arrived_bytes") >= counters.get("sent_bytes") + counters.get("backlog_bytes"));
        assertTrue(counters.get("backlog_bytes") <= counters.get("watermark_bytes"));
        assertEquals(counters.get("backlog_packets") == 0, counters.get("backlog_bytes") == 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.Wire.FULL_WIRE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Bursts come to an idle port at a known instant, so that how long a packet stood there is when it
 * arrives at the other end, less that instant: the wire itself takes no time.
 */
@Tag("lab")
@DisplayName("Packets get CE for the time that they stood in their queue")
class SojournTest {
    private static final long SENT = 1_000_000;
    private static final long JITTER = 5_000;
    private static final int BURST = 25;
    /** What a full frame takes at 1 Mbit/s. */
    private static final long FRAME = FULL_WIRE * 8_000L;

    private static final long TARGET = 5_000_000;
    private static final long INTERVAL = 100_000_000;
    private static final String CODEL = "rate 10mbit ecn-scheme codel codel-target 5ms codel-interval 100ms";

    @TestFactory
    @DisplayName("above TCN's threshold, or by CoDel's control law")
    Stream<DynamicTest> marks() {
        Scenes scenes = new Scenes();
        tcnToTheMicrosecond(scenes, 10 * FRAME - JITTER, 10);
        tcnToTheMicrosecond(scenes, 10 * FRAME + JITTER, 11);
        tcnInEveryQueue(scenes);
        tcnFromNowOn(scenes);
        tcnThresholdLive(scenes);
        codelSpacesMarks(scenes);
        codelForgivesBursts(scenes);
        return scenes.play();
    }

    private static void tcnToTheMicrosecond(Scenes scenes, long threshold, int first) {
        scenes.add("tcn: at a threshold of " + threshold + " ns packet " + first + " is the first, wherever mark-at is",
                Wire.port("rate 1mbit ecn-scheme tcn mark-at enqueue tcn-thresh " + threshold + "ns").at(1)
                        .send(BURST, "ecn=2").at(1000).show(), seen -> {
                    assertEquals(BURST, seen.packets().size());
                    for (Packet packet : seen.packets()) {
                        assertEquals(packet.seq() >= first, packet.ce(), "packet " + packet);
                    }
                    agrees(seen);
                    assertEquals(threshold, seen.last().queue(0, "threshold_ns"));
                    assertEquals(threshold, seen.last().port("threshold_ns"));
                    assertEquals(sojourn(seen.packets().get(BURST - 1)), seen.last().queue(0, "sojourn_ns"), JITTER);
                });
    }

    /** Three queues of different quanta: the same threshold for all, however fast each of them goes. */
    private static void tcnInEveryQueue(Scenes scenes) {
        long threshold = 200_000_000;
        Wire wire = Wire.port("rate 1mbit ecn-scheme tcn tcn-thresh 200ms quantum 0:1538 1:3076 2:6152").at(1);
        for (int queue = 0; queue < 3; queue++) {
            wire.send(BURST, "flow=%d dscp=%d ecn=1".formatted(queue, queue));
        }
        scenes.add("tcn: one threshold for queues of any share", wire.at(1500).show(), seen -> {
            assertEquals(3 * BURST, seen.packets().size());
            for (Packet packet : seen.packets()) {
                assertTrue(Math.abs(sojourn(packet) - threshold) > JITTER, "too near to tell: " + packet);
                assertEquals(sojourn(packet) > threshold, packet.ce(), "packet " + packet);
            }
            for (int queue = 0; queue < 3; queue++) {
                long unmarked = seen.flow(queue).stream().filter(packet -> !packet.ce()).count();
                assertTrue(unmarked > 0 && unmarked < BURST, "queue " + queue + ": " + unmarked + " without CE");
            }
            agrees(seen);
        });
    }

    private static void tcnFromNowOn(Scenes scenes) {
        scenes.add("a change to tcn does not mark what came before it",
                Wire.port("rate 1mbit ecn-scheme per-queue queue-thresh all:1m").at(1).send(BURST, "flow=0 ecn=2")
                        .at(50).change("ecn-scheme tcn tcn-thresh 1ms").send(5, "flow=1 ecn=2").at(1000).show(),
                seen -> {
                    assertEquals(0, seen.flow(0).stream().filter(Packet::ce).count());
                    assertEquals(BURST, seen.flow(0).size());
                    assertEquals(5, seen.flow(1).stream().filter(Packet::ce).count());
                    agrees(seen);
                });
    }

    private static void tcnThresholdLive(Scenes scenes) {
        scenes.add("a change of tcn's threshold acts on the next packet that leaves",
                Wire.port("rate 1mbit ecn-scheme tcn tcn-thresh 1s").at(1).send(BURST, "ecn=2")
                        .at(150).change("tcn-thresh 0ns").at(1000).show(), seen -> {
                    for (Packet packet : seen.packets()) {
                        assertEquals(packet.ns() > 150_000_000, packet.ce(), "packet " + packet);
                    }
                    agrees(seen);
                });
    }

    private static void codelSpacesMarks(Scenes scenes) {
        int packets = 500;
        scenes.add("codel: the first mark after an interval above the target, the next ones at interval / sqrt(count)",
                Wire.port(CODEL).at(1).send(packets, "ecn=2").at(1000).show(), seen -> {
                    assertEquals(packets, seen.packets().size());
                    List<Integer> marked = seen.packets().stream().filter(Packet::ce).map(Packet::seq).toList();
                    assertEquals(codel(seen.packets()), marked);
                    assertTrue(marked.size() > 10, "marks: " + marked);
                    agrees(seen);
                });
    }

    /** What RFC 8289 has marked of packets that left one after the other; the last one leaves nothing standing. */
    private static List<Integer> codel(List<Packet> packets) {
        List<Integer> marked = new ArrayList<>();
        Packet first = packets.stream().filter(packet -> sojourn(packet) > TARGET).findFirst().orElseThrow();
        double next = first.ns() + INTERVAL;
        for (Packet packet : packets.subList(0, packets.size() - 2)) {
            if (packet.ns() >= next) {
                marked.add(packet.seq());
                next = (marked.size() == 1 ? packet.ns() : next) + INTERVAL / Math.sqrt(marked.size());
            }
        }
        return marked;
    }

    private static void codelForgivesBursts(Scenes scenes) {
        Wire wire = Wire.port(CODEL).at(1);
        for (int burst = 0; burst < 5; burst++) {
            wire.at(1 + burst * 100).send(70, "flow=%d ecn=2".formatted(burst));    // 86 ms of them
        }
        scenes.add("codel: bursts that drain within an interval are not marked", wire.at(1000).show(), seen -> {
            assertEquals(5 * 70, seen.packets().size());
            assertEquals(0, seen.count(Packet::ce));
            agrees(seen);
        });
    }

    private static long sojourn(Packet packet) {
        return packet.ns() - SENT;
    }

    private static void agrees(Observation seen) {
        assertEquals(seen.count(Packet::ce), seen.last().port("marked_packets"), "marked packets");
        assertEquals(seen.packets().size(), seen.last().port("sent_packets"), "sent packets");
        seen.checkSums();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.Wire.FULL_WIRE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Queue i has flow i; all packets come in one instant, so that queues are backlogged until they are empty. */
@Tag("lab")
@DisplayName("Backlogged queues share the port")
class SharesTest {
    private static final int UNIT = Guests.DEBUG ? 100 : 400;
    private static final double TOLERANCE = 0.01;
    private static final String PORT = "rate 1gbit shared-buffer 100m ecn-scheme none ";
    private static final int[] SHARES = {1, 2, 3, 4};
    private static final String QUANTA = "quantum 0:1538 1:3076 2:4614 3:6152 ";

    @TestFactory
    @DisplayName("in proportion to their quanta, DWRR and WRR")
    Stream<DynamicTest> shares() {
        Scenes scenes = new Scenes();
        for (String scheduler : List.of("dwrr", "wrr")) {
            inPackets(scenes, scheduler);
            idleQueue(scenes, scheduler);
            changeOfQuantum(scenes, scheduler);
        }
        inBytes(scenes, new int[] {1538, 1538, 1538, 1538});
        inBytes(scenes, new int[] {1538, 3076, 4614, 6152});
        inBytes(scenes, new int[] {256, 512, 768, 1024});
        leftovers(scenes);
        largePackets(scenes);
        return scenes.play();
    }

    private static void inPackets(Scenes scenes, String scheduler) {
        Wire wire = Wire.port(PORT + QUANTA + "scheduler " + scheduler).capture(12 * UNIT).at(1);
        for (int queue = 0; queue < SHARES.length; queue++) {
            send(wire, SHARES[queue] * UNIT, queue, Wire.FULL);
        }
        scenes.add(scheduler + ": full frames, quanta 1:2:3:4", wire.at(1000), seen -> {
            List<Integer> order = seen.flows().subList(1, 9 * UNIT + 1);
            for (int queue = 0; queue < SHARES.length; queue++) {
                double share = SHARES[queue] / 10.0 * order.size();
                assertEquals(share, Collections.frequency(order, queue), share * TOLERANCE, "of queue " + queue);
            }
            everyRound(order.subList(10, order.size()), SHARES);
        });
    }

    private static void inBytes(Scenes scenes, int[] quanta) {
        int[] frames = {64, 512, 1518, 1000};
        int total = IntStream.of(quanta).sum();
        int bytes = 2_000_000;
        Wire wire = Wire.port(PORT + "quantum 0:%d 1:%d 2:%d 3:%d".formatted(quanta[0], quanta[1], quanta[2], quanta[3]))
                .capture(8000).at(1);
        for (int queue = 0; queue < quanta.length; queue++) {
            send(wire, (int) ((long) bytes * quanta[queue] / total / Packet.wire(frames[queue])), queue, frames[queue]);
        }
        scenes.add("dwrr: frames of 64, 512, 1518 and 1000 bytes share bytes, quanta " + List.of(quanta[0], quanta[1],
                quanta[2], quanta[3]), wire.at(1000), seen -> {
            long[] sent = new long[quanta.length];
            int sum = 0;
            // the first bucketful left before the other queues had come
            for (Packet packet : seen.packets().stream().filter(packet -> packet.ns() > 1_020_000).toList()) {
                sent[packet.flow()] += packet.wire();
                sum += packet.wire();
                if (sum > 0.9 * bytes) {
                    break;      // soon a queue will be empty
                }
            }
            for (int queue = 0; queue < quanta.length; queue++) {
                double share = (double) sum * quanta[queue] / total;
                assertEquals(share, sent[queue], share * TOLERANCE + quanta[queue], "bytes of queue " + queue);
            }
        });
    }

    /** 2538 bytes: two packets of 1038 fit, 462 are left; DWRR saves them up for a third packet. */
    private static void leftovers(Scenes scenes) {
        for (String scheduler : List.of("dwrr", "wrr")) {
            Wire wire = Wire.port(PORT + "quantum all:2538 scheduler " + scheduler).at(1);
            send(wire, 100, 0, 1018);
            send(wire, 100, 1, 1018);
            boolean kept = scheduler.equals("dwrr");
            scenes.add(scheduler + ": what a turn leaves is " + (kept ? "kept" : "forgotten"), wire.at(100), seen -> {
                List<Integer> turns = turns(seen.flows().subList(3, 150));
                assertTrue(turns.stream().allMatch(turn -> turn == 2 || kept && turn == 3), turns::toString);
                assertEquals(kept, turns.contains(3), turns::toString);
            });
        }
    }

    private static void largePackets(Scenes scenes) {
        Wire wire = Wire.port(PORT + "quantum all:256 scheduler wrr").at(1);
        send(wire, 20, 0, Wire.FULL);
        send(wire, 20, 1, Wire.FULL);
        scenes.add("wrr: a packet larger than the quantum opens the turn", wire.at(100), seen -> {
            assertEquals(40, seen.packets().size());
            assertTrue(turns(seen.flows().subList(2, 38)).stream().allMatch(turn -> turn == 1), "one packet a turn");
        });
    }

    private static void idleQueue(Scenes scenes, String scheduler) {
        // 40 packets of queue 3 last for 10 rounds of 10 packets, 1.2 ms; 40 more come at 5 ms
        Wire wire = Wire.port(PORT + QUANTA + "scheduler " + scheduler).at(1);
        send(wire, 150, 0, Wire.FULL);
        send(wire, 300, 1, Wire.FULL);
        send(wire, 450, 2, Wire.FULL);
        send(wire, 40, 3, Wire.FULL);
        send(wire.at(5), 40, 3, Wire.FULL);
        scenes.add(scheduler + ": a queue that goes idle leaves its share to the others within a round, and is back "
                + "within a round", wire.at(100), seen -> {
            List<Packet> third = seen.flow(3);
            int left = seen.packets().indexOf(third.get(39));
            int back = seen.packets().indexOf(third.get(40));
            assertTrue(left < 105 && back > 300, () -> "left at packet " + left + ", back at " + back);
            everyRound(seen.flows().subList(left + 1, back), new int[] {1, 2, 3});
            assertEquals(5_000_000, third.get(40).ns(), 7 * 12_304, "within a round");
            everyRound(seen.flows().subList(back, seen.packets().indexOf(third.get(79))), SHARES);
        });
    }

    /** A turn begins when the one before it has sent its last packet: the one that is under way is not changed. */
    private static void changeOfQuantum(Scenes scenes, String scheduler) {
        // at 10 Mbit/s a packet takes 1.2304 ms; the change comes between two packets
        double change = 10 + 20.5 * 1.2304;
        Wire wire = Wire.port("rate 10mbit ecn-scheme none scheduler " + scheduler).at(10);
        send(wire, 50, 0, Wire.FULL);
        send(wire, 50, 1, Wire.FULL);
        wire.at(change).change("quantum 0:%d 1:%d".formatted(2 * FULL_WIRE, 3 * FULL_WIRE)).at(200);
        scenes.add(scheduler + ": a change of quantum acts at the next turn", wire, seen -> {
            int sent = (int) seen.count(packet -> packet.ns() < change * 1e6);
            List<Integer> before = seen.flows().subList(2, sent);
            assertTrue(turns(before).stream().allMatch(turn -> turn == 1), before::toString);
            List<Integer> expected = seen.flows().get(sent) == 0 ? List.of(0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0)
                    : List.of(1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1);
            assertEquals(expected, seen.flows().subList(sent, sent + expected.size()), "from the turn under way");
        });
    }

    private static void send(Wire wire, int frames, int queue, int length) {
        wire.send(frames, "flow=%d dscp=%d len=%d".formatted(queue, queue, length));
    }

    /** Any packets in a row, as many as a round has, hold each queue's share. */
    private static void everyRound(List<Integer> order, int[] shares) {
        int round = IntStream.of(shares).sum();
        for (int i = 0; i + round <= order.size(); i++) {
            for (int queue = 0; queue < shares.length; queue++) {
                int at = i;
                assertEquals(shares[queue], Collections.frequency(order.subList(i, i + round), queue),
                        () -> "in the round at " + at + " of " + order);
            }
        }
    }

    /** The lengths, in packets, of the turns in an order; the first and the last may be cut off and are left out. */
    private static List<Integer> turns(List<Integer> order) {
        List<Integer> turns = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= order.size(); i++) {
            if (i == order.size() || !order.get(i).equals(order.get(start))) {
                turns.add(i - start);
                start = i;
            }
        }
        return turns.subList(1, turns.size() - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Flow i goes to queue i. All packets arrive at once, so queues are backlogged until they are empty. */
@Tag("lab")
@DisplayName("Backlogged queues share the port")
class BandwidthShareTest {
    private static final int UNIT = TestGuest.DEBUG ? 100 : 400;
    private static final double TOLERANCE = 0.01;
    private static final String PORT = "rate 1gbit shared-buffer 100m ecn-scheme none ";
    private static final int[] SHARES = {1, 2, 3, 4};
    private static final String QUANTA = "quantum 0:1538 1:3076 2:4614 3:6152 ";

    @TestFactory
    @DisplayName("in proportion to their quanta, DWRR, WRR and WFQ")
    Stream<DynamicTest> shares() {
        GuestTestCases guestTestCases = new GuestTestCases();
        for (String scheduler : List.of("dwrr", "wrr")) {
            inPackets(guestTestCases, scheduler);
            idleQueue(guestTestCases, scheduler);
            changeOfQuantum(guestTestCases, scheduler);
        }
        for (String scheduler : List.of("dwrr", "wfq")) {
            inBytes(guestTestCases, scheduler, new int[] {1538, 1538, 1538, 1538});
            inBytes(guestTestCases, scheduler, new int[] {1538, 3076, 4614, 6152});
            inBytes(guestTestCases, scheduler, new int[] {256, 512, 768, 1024});
        }
        atEveryPacket(guestTestCases, new int[] {1, 1, 1, 1});
        atEveryPacket(guestTestCases, new int[] {1, 2, 3, 4});
        atEveryPacket(guestTestCases, new int[] {100, 1, 7, 30});
        lateFlow(guestTestCases);
        belowPriority(guestTestCases);
        changeOfScheduler(guestTestCases);
        leftovers(guestTestCases);
        largePackets(guestTestCases);
        return guestTestCases.run();
    }

    private static void inPackets(GuestTestCases guestTestCases, String scheduler) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + QUANTA + "scheduler " + scheduler)
                .capture(12 * UNIT)
                .at(1);
        for (int queue = 0; queue < SHARES.length; queue++) {
            send(trafficScript, SHARES[queue] * UNIT, queue, TrafficScript.FULL_FRAME);
        }
        guestTestCases.add(scheduler + ": full frames, quanta 1:2:3:4", trafficScript.at(1000), trace -> {
            List<Integer> order = trace.flows().subList(1, 9 * UNIT + 1);
            for (int queue = 0; queue < SHARES.length; queue++) {
                double share = SHARES[queue] / 10.0 * order.size();
                assertEquals(share, Collections.frequency(order, queue), share * TOLERANCE, "of queue " + queue);
            }
            everyRound(order.subList(10, order.size()), SHARES);
        });
    }

    private static void inBytes(GuestTestCases guestTestCases, String scheduler, int[] quanta) {
        int[] frames = {64, 512, 1518, 1000};
        int total = IntStream.of(quanta).sum();
        int bytes = 2_000_000;
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT
                        + "scheduler %s quantum 0:%d 1:%d 2:%d 3:%d"
                                .formatted(scheduler, quanta[0], quanta[1], quanta[2], quanta[3]))
                .capture(8000)
                .at(1);
        for (int queue = 0; queue < quanta.length; queue++) {
            send(
                    trafficScript,
                    (int) ((long) bytes * quanta[queue] / total / CapturedPacket.wireBytes(frames[queue])),
                    queue,
                    frames[queue]);
        }
        guestTestCases.add(
                scheduler + ": frames of 64, 512, 1518 and 1000 bytes share bytes, quanta "
                        + List.of(quanta[0], quanta[1], quanta[2], quanta[3]),
                trafficScript.at(1000),
                trace -> {
                    long[] sent = new long[quanta.length];
                    int sum = 0;
                    // the first bucket of tokens was used before the other queues had packets
                    for (CapturedPacket capturedPacket : trace.packets().stream()
                            .filter(capturedPacket -> capturedPacket.arrivalNs() > 1_020_000)
                            .toList()) {
                        sent[capturedPacket.flow()] += capturedPacket.wireBytes();
                        sum += capturedPacket.wireBytes();
                        if (sum > 0.9 * bytes) {
                            break; // soon a queue will be empty
                        }
                    }
                    for (int queue = 0; queue < quanta.length; queue++) {
                        double share = (double) sum * quanta[queue] / total;
                        assertEquals(share, sent[queue], share * TOLERANCE + quanta[queue], "bytes of queue " + queue);
                    }
                });
    }

    /**
     * The fairness theorem of start-time fair queueing: while two queues are backlogged, their services,
     * each divided by the weight, differ by at most one packet of each queue divided by its weight. Round robin allows
     * one quantum more.
     */
    private static void atEveryPacket(GuestTestCases guestTestCases, int[] weights) {
        int[] frames = {1518, 64, 700, 1100};
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT
                        + "scheduler wfq quantum 0:%d 1:%d 2:%d 3:%d"
                                .formatted(weights[0] * 1000, weights[1] * 1000, weights[2] * 1000, weights[3] * 1000))
                .capture(4000)
                .at(1);
        int total = IntStream.of(weights).sum();
        int[] packets = new int[weights.length];
        for (int queue = 0; queue < weights.length; queue++) {
            packets[queue] = 3 + (int) (400_000L * weights[queue] / total / CapturedPacket.wireBytes(frames[queue]));
            send(trafficScript, packets[queue], queue, frames[queue]);
        }
        guestTestCases.add(
                "wfq: fair at every packet, weights " + Arrays.toString(weights), trafficScript.at(100), trace -> {
                    List<CapturedPacket> order = trace.packets().stream()
                            .filter(capturedPacket -> capturedPacket.arrivalNs() > 1_020_000)
                            .toList();
                    double[] service = new double[weights.length];
                    for (CapturedPacket capturedPacket : order) {
                        if (capturedPacket.seq() == packets[capturedPacket.flow()] - 1) {
                            break; // from here on it is not backlogged
                        }
                        service[capturedPacket.flow()] +=
                                (double) capturedPacket.wireBytes() / weights[capturedPacket.flow()];
                        for (int i = 0; i < weights.length; i++) {
                            for (int j = 0; j < i; j++) {
                                double allowed = (double) CapturedPacket.wireBytes(frames[i]) / weights[i]
                                        + (double) CapturedPacket.wireBytes(frames[j]) / weights[j];
                                assertEquals(
                                        service[i],
                                        service[j],
                                        allowed * 1.001,
                                        "queues %d and %d at %s".formatted(i, j, capturedPacket));
                            }
                        }
                    }
                    assertTrue(
                            IntStream.range(0, weights.length).allMatch(i -> service[i] * total > 300_000),
                            "too short");
                });
    }

    /** Queue 1 becomes active after queue 0 has sent 100 packets. From then on it gets half of the rate, and no more. */
    private static void lateFlow(GuestTestCases guestTestCases) {
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort(PORT + "scheduler wfq").at(1);
        send(trafficScript, 300, 0, TrafficScript.FULL_FRAME);
        send(trafficScript.at(1 + 100 * 0.012304), 100, 1, TrafficScript.FULL_FRAME);
        send(trafficScript.at(10), 50, 0, TrafficScript.FULL_FRAME);
        send(trafficScript, 50, 1, TrafficScript.FULL_FRAME);
        guestTestCases.add("wfq: a queue that was idle has neither credit nor debt", trafficScript.at(100), trace -> {
            List<Integer> order = trace.flows();
            int joined = order.indexOf(1);
            assertEquals(100, joined, 2);
            for (List<Integer> busy : List.of(order.subList(joined, joined + 199), order.subList(402, 498))) {
                for (int i = 0; i + 2 <= busy.size(); i++) {
                    assertEquals(1, Collections.frequency(busy.subList(i, i + 2), 0), "at " + i + " of " + busy);
                }
            }
        });
    }

    /** As in TCN's experiment: one queue above two that share by WFQ. */
    private static void belowPriority(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + "scheduler wfq prio all:1 0:0 quantum 2:3076")
                .at(1);
        send(trafficScript, 100, 1, TrafficScript.FULL_FRAME);
        send(trafficScript, 200, 2, TrafficScript.FULL_FRAME);
        send(trafficScript.at(1 + 60.5 * 0.012304), 50, 0, TrafficScript.FULL_FRAME);
        guestTestCases.add("wfq: shares what a higher priority leaves", trafficScript.at(100), trace -> {
            List<Integer> order = new ArrayList<>(trace.flows());
            int first = order.indexOf(0);
            assertEquals(Collections.nCopies(50, 0), order.subList(first, first + 50), "without interruption");
            order.removeAll(List.of(0));
            for (int i = 5; i + 3 <= 290; i++) {
                assertEquals(1, Collections.frequency(order.subList(i, i + 3), 1), "at " + i + " of " + order);
            }
        });
    }

    private static void changeOfScheduler(GuestTestCases guestTestCases) {
        List<String> schedulers = List.of("wfq", "wrr", "wfq", "dwrr");
        int packets = 60;
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort("rate 10mbit ecn-scheme none").at(1);
        for (int queue = 0; queue < 3; queue++) {
            send(trafficScript, packets, queue, TrafficScript.FULL_FRAME);
        }
        for (int i = 0; i < schedulers.size(); i++) {
            trafficScript.at(1 + (30 * i + 30.5) * 1.2304).change("scheduler " + schedulers.get(i));
        }
        guestTestCases.add(
                "a change of scheduler loses no packet, and queues still share the rate",
                trafficScript.at(500),
                trace -> {
                    assertEquals(3 * packets, trace.packets().size());
                    for (int i = 1; i < schedulers.size() + 1; i++) {
                        List<Integer> part = trace.flows().subList(30 * i + 1, 30 * i + 31);
                        for (int queue = 0; queue < 3; queue++) {
                            assertEquals(
                                    10, Collections.frequency(part, queue), 1, "of queue " + queue + " in " + part);
                            assertEquals(
                                    IntStream.range(0, packets).boxed().toList(),
                                    trace.flow(queue).stream()
                                            .map(CapturedPacket::seq)
                                            .toList());
                        }
                    }
                });
    }

    /** 2538 bytes: two packets of 1038 bytes fit, 462 bytes are left; DWRR keeps them for a third packet. */
    private static void leftovers(GuestTestCases guestTestCases) {
        for (String scheduler : List.of("dwrr", "wrr")) {
            TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + "quantum all:2538 scheduler " + scheduler)
                    .at(1);
            send(trafficScript, 100, 0, 1018);
            send(trafficScript, 100, 1, 1018);
            boolean kept = scheduler.equals("dwrr");
            guestTestCases.add(
                    scheduler + ": the deficit after a turn is " + (kept ? "kept" : "reset"),
                    trafficScript.at(100),
                    trace -> {
                        List<Integer> turns = turnLengths(trace.flows().subList(3, 150));
                        assertTrue(turns.stream().allMatch(turn -> turn == 2 || kept && turn == 3), turns::toString);
                        assertEquals(kept, turns.contains(3), turns::toString);
                    });
        }
    }

    private static void largePackets(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + "quantum all:256 scheduler wrr")
                .at(1);
        send(trafficScript, 20, 0, TrafficScript.FULL_FRAME);
        send(trafficScript, 20, 1, TrafficScript.FULL_FRAME);
        guestTestCases.add(
                "wrr: a packet larger than the quantum is sent at the start of a turn",
                trafficScript.at(100),
                trace -> {
                    assertEquals(40, trace.packets().size());
                    assertTrue(
                            turnLengths(trace.flows().subList(2, 38)).stream().allMatch(turn -> turn == 1),
                            "one packet per turn");
                });
    }

    private static void idleQueue(GuestTestCases guestTestCases, String scheduler) {
        // 40 packets of queue 3 last for 10 rounds of 10 packets, 1.2 ms; 40 more arrive at 5 ms
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + QUANTA + "scheduler " + scheduler)
                .at(1);
        send(trafficScript, 150, 0, TrafficScript.FULL_FRAME);
        send(trafficScript, 300, 1, TrafficScript.FULL_FRAME);
        send(trafficScript, 450, 2, TrafficScript.FULL_FRAME);
        send(trafficScript, 40, 3, TrafficScript.FULL_FRAME);
        send(trafficScript.at(5), 40, 3, TrafficScript.FULL_FRAME);
        guestTestCases.add(
                scheduler + ": a queue that goes idle leaves its share to the others within a round, and is back "
                        + "within a round",
                trafficScript.at(100),
                trace -> {
                    List<CapturedPacket> third = trace.flow(3);
                    int left = trace.packets().indexOf(third.get(39));
                    int back = trace.packets().indexOf(third.get(40));
                    assertTrue(left < 105 && back > 300, () -> "left at packet " + left + ", back at " + back);
                    everyRound(trace.flows().subList(left + 1, back), new int[] {1, 2, 3});
                    assertEquals(5_000_000, third.get(40).arrivalNs(), 7 * 12_304, "within a round");
                    everyRound(trace.flows().subList(back, trace.packets().indexOf(third.get(79))), SHARES);
                });
    }

    /** A turn begins when the previous turn has sent its last packet. A change does not affect the current turn. */
    private static void changeOfQuantum(GuestTestCases guestTestCases, String scheduler) {
        // at 10 Mbit/s a packet takes 1.2304 ms; the change is made between two packets
        double change = 10 + 20.5 * 1.2304;
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 10mbit ecn-scheme none scheduler " + scheduler)
                .at(10);
        send(trafficScript, 50, 0, TrafficScript.FULL_FRAME);
        send(trafficScript, 50, 1, TrafficScript.FULL_FRAME);
        trafficScript
                .at(change)
                .change("quantum 0:%d 1:%d".formatted(2 * FULL_FRAME_ON_WIRE, 3 * FULL_FRAME_ON_WIRE))
                .at(200);
        guestTestCases.add(scheduler + ": a change of quantum acts at the next turn", trafficScript, trace -> {
            int sent = (int) trace.count(capturedPacket -> capturedPacket.arrivalNs() < change * 1e6);
            List<Integer> before = trace.flows().subList(2, sent);
            assertTrue(turnLengths(before).stream().allMatch(turn -> turn == 1), before::toString);
            List<Integer> expected = trace.flows().get(sent) == 0
                    ? List.of(0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0)
                    : List.of(1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1);
            assertEquals(expected, trace.flows().subList(sent, sent + expected.size()), "from the current turn");
        });
    }

    private static void send(TrafficScript trafficScript, int frames, int queue, int length) {
        trafficScript.send(frames, "flow=%d dscp=%d len=%d".formatted(queue, queue, length));
    }

    /** Any sequence of as many packets as a round has contains each queue's share. */
    private static void everyRound(List<Integer> order, int[] shares) {
        int round = IntStream.of(shares).sum();
        for (int i = 0; i + round <= order.size(); i++) {
            for (int queue = 0; queue < shares.length; queue++) {
                int at = i;
                assertEquals(
                        shares[queue],
                        Collections.frequency(order.subList(i, i + round), queue),
                        () -> "in the round at " + at + " of " + order);
            }
        }
    }

    /** The lengths, in packets, of the turns in an order; the first and the last may be cut off and are left out. */
    private static List<Integer> turnLengths(List<Integer> order) {
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.CapturedPacket.CE;
import static org.mqecn.behaviour.CapturedPacket.ECT0;
import static org.mqecn.behaviour.CapturedPacket.ECT1;
import static org.mqecn.behaviour.CapturedPacket.NOT_ECT;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Packets arrive at a port of 100 Mbit/s as fast as it sends, each in the middle between two departures: the backlog that
 * each of them meets is known exactly. The bounds of random counts are five standard deviations: a correct port exceeds
 * one of them once in two million tests.
 */
@Tag("lab")
@DisplayName("RED marks and drops")
class RedTest {
    private static final String PORT = "rate 100mbit ecn-scheme red ";
    private static final double SLOT_MS = FULL_FRAME_ON_WIRE * 8 / 100e6 * 1000;
    private static final int PACKETS = TestGuest.DEBUG ? 4_000 : 10_000;
    private static final int SIGMAS = 5;

    @TestFactory
    @DisplayName("the configured share of packets")
    Stream<DynamicTest> shares() {
        GuestTestCases guestTestCases = new GuestTestCases();
        marksTheShareOf(guestTestCases, 0.05, 60, "red-min all:%d red-max all:%d red-prob all:5%%", 30, 60);
        marksTheShareOf(guestTestCases, 0.25, 60, "red-min all:%d red-max all:%d red-prob all:50%%", 30, 90);
        marksTheShareOf(guestTestCases, 0, 60, "red-min all:%d red-max all:%d red-prob all:100%%", 60, 90);
        marksTheShareOf(guestTestCases, 1, 60, "red-min all:%d red-max all:%d red-prob all:0%%", 10, 59);
        marksTheShareOf(guestTestCases, 1, 60, "red-min all:%d red-max all:%d red-prob all:1ppm", 59, 59);
        marksTheShareOf(guestTestCases, 0, 60, "red-min all:%d red-max all:%d red-prob all:1ppm", 60, 60);
        marksTheShareOf(
                guestTestCases, 0.2, 60, "mark-at dequeue red-min all:%d red-max all:%d red-prob all:60%%", 29, 119);
        marksTheShareOf(
                guestTestCases,
                0.75,
                60,
                "red-gentle on red-weight 50%% red-min all:%d red-max all:%d red-prob all:50%%",
                20,
                40);
        dropsByTheBacklog(guestTestCases);
        separatesMarksAndDrops(guestTestCases);
        eachQueueHasItsRamp(guestTestCases);
        countsCodepoints(guestTestCases);
        return guestTestCases.run();
    }

    /**
     * The backlog with the arriving packet is always the same: that many packets.
     *
     * @param options with two thresholds, in packets
     */
    private static void marksTheShareOf(
            GuestTestCases guestTestCases, double share, int backlog, String options, int min, int max) {
        String settings = options.formatted(min * FULL_FRAME_ON_WIRE, max * FULL_FRAME_ON_WIRE);
        TrafficScript traffic = TrafficScript.withDwrrPort(PORT + settings)
                .capture(2 * PACKETS)
                .at(1)
                .send(backlog, "flow=0 ecn=0");
        for (int i = 0; i < PACKETS; i++) {
            traffic.at(1 + (i + 0.5) * SLOT_MS).send(1, "flow=1 ecn=" + (i % 2 == 0 ? ECT0 : ECT1));
        }
        guestTestCases.add(
                "%s of the packets at a backlog of %d packets are marked: %s".formatted(share, backlog, settings),
                traffic.at(PACKETS * SLOT_MS + 50).show(),
                trace -> {
                    assertEquals(PACKETS, trace.flow(1).size(), "no packet is dropped");
                    long marked =
                            trace.flow(1).stream().filter(CapturedPacket::isCe).count();
                    assertBinomial(PACKETS * share, PACKETS * share * (1 - share), marked);
                    assertEquals(
                            0,
                            trace.flow(0).stream().filter(CapturedPacket::isCe).count(),
                            "not-ECT");
                    assertEquals(marked, trace.last().port("marked_packets"));
                    assertEquals(marked, trace.last().port("ecn_mark"), "as fq_codel calls it");
                    assertEquals(0, trace.last().port("dropped_early"));
                });
    }

    private static void assertBinomial(double mean, double variance, long count) {
        double bound = SIGMAS * Math.sqrt(variance);
        assertTrue(Math.abs(count - mean) <= bound, () -> "%d, expected %.0f ± %.0f".formatted(count, mean, bound));
    }

    /** Twice as many packets arrive as leave. Half of them are dropped, at the backlog where the probability is a half. */
    private static void dropsByTheBacklog(GuestTestCases guestTestCases) {
        int min = 10;
        int max = 110;
        TrafficScript traffic = TrafficScript.withDwrrPort(PORT
                        + "red-mark all:off red-drop all:on red-drop-min all:%d red-drop-max all:%d red-drop-prob all:100%%"
                                .formatted(min * FULL_FRAME_ON_WIRE, max * FULL_FRAME_ON_WIRE))
                .capture(2 * PACKETS)
                .at(1)
                .send(min, "flow=0");
        for (int i = 0; i < PACKETS; i++) {
            traffic.at(1 + (i / 2 + (i % 2 == 0 ? 0.3 : 0.7)) * SLOT_MS)
                    .send(1, "flow=1 ecn=" + (i % 4 < 2 ? ECT0 : NOT_ECT));
        }
        guestTestCases.add(
                "dropping: early drops, ECN-capable or not, have the probability at the backlog of their arrival",
                traffic.at(PACKETS / 2 * SLOT_MS + 50).show(),
                trace -> {
                    Set<Integer> accepted =
                            trace.flow(1).stream().map(CapturedPacket::seq).collect(Collectors.toSet());
                    int backlog = min - 1; // the first left at once
                    double mean = 0;
                    double variance = 0;
                    for (int i = 0; i < PACKETS; i++) {
                        if (i % 2 == 0 && i > 0) {
                            backlog--;
                        }
                        double probability = Math.max(0, (backlog + 1.0 - min) / (max - min));
                        mean += probability;
                        variance += probability * (1 - probability);
                        backlog += accepted.contains(i) ? 1 : 0;
                    }
                    long dropped = PACKETS - accepted.size();
                    assertBinomial(mean, variance, dropped);
                    assertTrue(Math.abs(dropped - PACKETS / 2) < 0.05 * PACKETS, dropped + " of " + PACKETS);
                    assertEquals(dropped, trace.last().port("dropped_early"));
                    assertEquals(dropped, trace.last().queue(0, "dropped_early"));
                    assertEquals(dropped, trace.last().port("drops"), "tc's own count");
                    assertEquals(0, trace.last().port("marked_packets"));
                });
    }

    /** Both ramps are steps: which packets are marked and dropped is certain. */
    private static void separatesMarksAndDrops(GuestTestCases guestTestCases) {
        int markAbove = 10;
        int dropAbove = 20;
        int burst = 40;
        guestTestCases.add(
                "marks and drops: ECN-capable packets are marked above one threshold, others dropped above another",
                TrafficScript.withDwrrPort("rate 1mbit ecn-scheme red red-drop all:on"
                                + " red-min all:%1$d red-max all:%1$d red-drop-min all:%2$d red-drop-max all:%2$d"
                                        .formatted(markAbove * FULL_FRAME_ON_WIRE, dropAbove * FULL_FRAME_ON_WIRE))
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(burst, "flow=1 dscp=1 ecn=" + ECT0)
                        .send(burst, "flow=2 dscp=2 ecn=" + NOT_ECT)
                        .send(burst, "flow=3 dscp=3 ecn=" + CE)
                        .at(3000)
                        .show(),
                trace -> {
                    assertEquals(burst, trace.flow(1).size());
                    assertEquals(
                            burst - markAbove,
                            trace.flow(1).stream().filter(CapturedPacket::isCe).count());
                    assertEquals(dropAbove, trace.flow(2).size());
                    assertEquals(burst, trace.flow(3).size(), "CE is ECN-capable");
                    assertEquals(burst - markAbove, trace.last().port("marked_packets"));
                    assertEquals(burst - dropAbove, trace.last().port("dropped_early"));
                    assertEquals(burst - dropAbove, trace.last().queue(2, "dropped_early"));
                    assertEquals(0, trace.last().queue(1, "dropped_early"));
                });
    }

    private static void eachQueueHasItsRamp(GuestTestCases guestTestCases) {
        int burst = 30;
        guestTestCases.add(
                "each queue has its thresholds and its switches; a change acts at once",
                TrafficScript.withDwrrPort(
                                "rate 1mbit ecn-scheme red red-mark 2:off red-min all:0 1:%1$d red-max all:0 1:%1$d"
                                        .formatted(10 * FULL_FRAME_ON_WIRE))
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(burst, "flow=0 ecn=2")
                        .send(burst, "flow=1 dscp=1 ecn=2")
                        .send(burst, "flow=2 dscp=2 ecn=2")
                        .show()
                        .change("ecn-scheme red red-mark 0:off 2:on")
                        .send(burst, "flow=3 ecn=2")
                        .send(burst, "flow=4 dscp=2 ecn=2")
                        .at(3000)
                        .show(),
                trace -> {
                    assertEquals(
                            List.of(burst, burst - 10, 0, 0, burst),
                            Stream.of(0, 1, 2, 3, 4)
                                    .map(flow -> (int) trace.flow(flow).stream()
                                            .filter(CapturedPacket::isCe)
                                            .count())
                                    .toList());
                    assertEquals(10 * FULL_FRAME_ON_WIRE, trace.first().queue(1, "threshold_bytes"));
                    assertTrue(
                            !trace.first().queues().get(2).containsKey("threshold_bytes"), "of a queue without marks");
                    assertTrue(!trace.first().port().containsKey("threshold_bytes"), "of the port");
                });
    }

    private static void countsCodepoints(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "arrivals are counted by ECN codepoint; what is not IP is not ECN-capable; clear sets them to zero",
                TrafficScript.withDwrrPort("rate 1mbit shared-buffer " + 10 * FULL_FRAME_ON_WIRE)
                        .at(1)
                        .send(1, "flow=9 dscp=7")
                        .send(3, "dscp=1 ecn=" + ECT0)
                        .send(2, "dscp=1 ecn=" + ECT1 + " v=6")
                        .send(1, "dscp=1 ecn=" + CE + " vlan=5")
                        .send(4, "dscp=1 ecn=" + NOT_ECT)
                        .send(5, "dscp=1 ecn=" + ECT0) // dropped: the buffer is full
                        .send(2, "v=arp len=64")
                        .show()
                        .change("clear")
                        .send(1, "dscp=1 ecn=" + ECT0)
                        .show()
                        .at(1000)
                        .show(),
                trace -> {
                    TcSnapshot first = trace.first();
                    assertEquals(List.of(15L, 10L, 1L, 4L), arrivals(first, 1));
                    assertEquals(List.of(2L, 0L, 0L, 2L), arrivals(first, 0));
                    assertEquals(10, first.port("arrived_ect_packets"));
                    assertEquals(7, first.port("arrived_not_ect_packets"));
                    assertEquals(5, first.queue(1, "dropped_shared_buffer"));
                    TcSnapshot cleared = trace.snapshots().get(1);
                    assertEquals(List.of(11L, 1L, 0L, 0L), arrivals(cleared, 1), "with the ten that were queued");
                    assertEquals(
                            trace.last().queue(1, "arrived_packets"),
                            trace.last().queue(1, "sent_packets")
                                    + TcSnapshot.dropped(trace.last().queues().get(1)),
                            "conserved");
                });
    }

    private static List<Long> arrivals(TcSnapshot snapshot, int queue) {
        return Stream.of("arrived_packets", "arrived_ect_packets", "arrived_ce_packets", "arrived_not_ect_packets")
                .map(name -> snapshot.queue(queue, name))
                .toList();
    }
}

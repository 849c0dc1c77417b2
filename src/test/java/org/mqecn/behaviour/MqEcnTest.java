// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * MQ-ECN as in the paper: K_i = min(quantum_i / T_round, C) · RTT · λ (equation 5), where RTT · λ is
 * the port's threshold K over C, so that K_i = K · quantum_i / Σ quantum of the queues that are backlogged.
 * The rate of the port is 10 Mbit/s: a full frame takes 1230.4 µs.
 */
@Tag("lab")
@DisplayName("The thresholds of MQ-ECN follow the rate of each queue")
class MqEcnTest {
    /** No share of it is a multiple of a packet. */
    private static final int K = 100_100;

    private static final double TOLERANCE = 0.01;
    private static final double PACKET_NS = FULL_FRAME_ON_WIRE * 8 / 10e6 * 1e9;
    private static final String PORT = "rate 10mbit ecn-scheme mq-ecn port-thresh " + K + " ";
    /** Rounds after which the earlier T_round has no effect: 0.75 ^ 40 is 1e-5. */
    private static final int SETTLE_ROUNDS = 40;

    private static final int BURST = 80;

    @TestFactory
    @DisplayName("by equations 5 and 6, and return to K while the port is idle")
    Stream<DynamicTest> thresholds() {
        GuestTestCases guestTestCases = new GuestTestCases();
        for (int busy : new int[] {1, 2, 4, 8}) {
            busy(guestTestCases, IntStream.generate(() -> 1).limit(busy).toArray());
        }
        busy(guestTestCases, 1, 2, 3, 4);
        busy(guestTestCases, 8, 1);
        for (int quantum : new int[] {256, 769, 1000, FULL_FRAME_ON_WIRE}) {
            smallQuantum(guestTestCases, quantum);
        }
        atDequeue(guestTestCases);
        smoothing(guestTestCases);
        for (int rounds : new int[] {0, 1, 4}) {
            idle(guestTestCases, rounds, 750);
        }
        for (int rounds : new int[] {10, 11, 50}) {
            idle(guestTestCases, rounds, 950);
        }
        lightLoad(guestTestCases);
        chosenLive(guestTestCases);
        return guestTestCases.run();
    }

    /** Queues with these quanta, in full frames, are backlogged until K_i has settled; then a burst of ECT packets arrives at each. */
    private static void busy(GuestTestCases guestTestCases, int... shares) {
        int sum = IntStream.of(shares).sum();
        StringBuilder port = new StringBuilder(PORT + "quantum");
        for (int queue = 0; queue < shares.length; queue++) {
            port.append(" %d:%d".formatted(queue, shares[queue] * FULL_FRAME_ON_WIRE));
        }
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort(port.toString()).at(1);
        for (int queue = 0; queue < shares.length; queue++) {
            trafficScript.send((SETTLE_ROUNDS + 5) * shares[queue], "flow=%d dscp=%d".formatted(queue, queue));
        }
        double settled = 1 + (SETTLE_ROUNDS * sum + 0.5) * PACKET_NS / 1e6;
        trafficScript.at(settled).show();
        for (int queue = 0; queue < shares.length; queue++) {
            trafficScript.send(BURST, "flow=%d dscp=%d ecn=2".formatted(100 + queue, queue));
        }
        trafficScript
                .at(settled + (5 * sum + BURST * shares.length) * PACKET_NS / 1e6 + 100)
                .show();

        guestTestCases.add("busy queues with quanta " + Arrays.toString(shares), trafficScript, trace -> {
            for (int queue = 0; queue < shares.length; queue++) {
                double threshold = (double) K * shares[queue] / sum;
                assertEquals(
                        threshold,
                        trace.first().queue(queue, "threshold_bytes"),
                        threshold * TOLERANCE,
                        "K of queue " + queue);
                int flow = queue;
                long left = (SETTLE_ROUNDS + 5) * shares[queue]
                        - trace.count(capturedPacket ->
                                capturedPacket.flow() == flow && capturedPacket.arrivalNs() < settled * 1e6);
                assertEquals(BURST, trace.flow(100 + queue).size());
                for (CapturedPacket capturedPacket : trace.flow(100 + queue)) {
                    long occupancy = (left + capturedPacket.seq() + 1) * FULL_FRAME_ON_WIRE;
                    if (Math.abs(occupancy - threshold) > threshold * TOLERANCE) {
                        assertEquals(
                                occupancy > threshold,
                                capturedPacket.isCe(),
                                "occupancy is %d bytes, K is %.0f".formatted(occupancy, threshold));
                    }
                }
                assertEquals(
                        trace.flow(100 + queue).stream()
                                .filter(CapturedPacket::isCe)
                                .count(),
                        trace.last().queue(queue, "marked_packets"));
            }
            assertEquals(sum * PACKET_NS * 1e3, trace.first().port("round_time_ps"), sum * PACKET_NS * 1e3 * TOLERANCE);
            assertEquals(K, trace.first().port("threshold_bytes"), "the standard K");
        });
    }

    /** A packet takes several turns of such a quantum; the queues still get half of the rate each, also after a pause. */
    private static void smallQuantum(GuestTestCases guestTestCases, int quantum) {
        double tolerance = quantum == 1000 ? 0.15 : TOLERANCE; // turns with a packet and without follow no pattern
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort("rate 100mbit ecn-scheme mq-ecn port-thresh 30000 quantum all:" + quantum);
        for (int start : List.of(1, 101)) {
            trafficScript.at(start).send(400, "flow=0 dscp=0").send(400, "flow=1 dscp=1");
            for (int i = 0; i < 40; i++) {
                trafficScript.at(start + 15 + i * 0.4).show();
            }
        }
        guestTestCases.add(
                "two queues with a quantum of " + quantum + " bytes have half of K each", trafficScript, seen -> {
                    assertEquals(80, seen.snapshots().size());
                    for (int queue = 0; queue < 2; queue++) {
                        double sum = 0;
                        for (TcSnapshot tcSnapshot : seen.snapshots()) {
                            double threshold = tcSnapshot.queue(queue, "threshold_bytes");
                            assertEquals(15_000, threshold, 15_000 * tolerance);
                            sum += threshold;
                        }
                        assertEquals(15_000, sum / 80, 15_000 * 2 * TOLERANCE, "on average");
                    }
                });
    }

    /** Four queues drain at the same time; in the second half their packets are ECT. */
    private static void atDequeue(GuestTestCases guestTestCases) {
        int queues = 4;
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort(PORT + "mark-at dequeue").at(1);
        for (int queue = 0; queue < queues; queue++) {
            trafficScript.send(SETTLE_ROUNDS, "flow=%d dscp=%d".formatted(queue, queue));
            trafficScript.send(BURST, "flow=%d dscp=%d ecn=2".formatted(queue, queue));
        }
        guestTestCases.add(
                "at dequeue: K_i applies to the rest of the queue",
                trafficScript.at(2000).show(),
                trace -> {
                    double threshold = (double) K / queues;
                    for (int queue = 0; queue < queues; queue++) {
                        for (CapturedPacket capturedPacket :
                                trace.flow(queue).subList(SETTLE_ROUNDS, SETTLE_ROUNDS + BURST)) {
                            int occupancy = (SETTLE_ROUNDS + BURST - 1 - capturedPacket.seq()) * FULL_FRAME_ON_WIRE;
                            assertEquals(
                                    occupancy > threshold,
                                    capturedPacket.isCe(),
                                    "occupancy is %d bytes, K is %.0f".formatted(occupancy, threshold));
                        }
                    }
                });
    }

    /** Two queues alternate: each turn is a sample, from the end of the queue's previous turn to the end of this one. */
    private static void smoothing(GuestTestCases guestTestCases) {
        int rounds = 12;
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT)
                .at(1)
                .send(rounds, "flow=0 dscp=0")
                .send(rounds, "flow=1 dscp=1");
        for (int i = 0; i < 2 * rounds - 1; i++) {
            trafficScript.at(1 + (i + 0.5) * PACKET_NS / 1e6).show();
        }
        guestTestCases.add(
                "each turn that ends is a sample", trafficScript.at(100).show(), trace -> {
                    double smoothed = 0;
                    double[] joined = {1e6, 1e6};
                    for (int i = 0; i < 2 * rounds - 1; i++) {
                        CapturedPacket capturedPacket = trace.packets().get(i);
                        double ended = capturedPacket.arrivalNs() + PACKET_NS;
                        smoothed = 0.75 * smoothed + 0.25 * (ended - joined[capturedPacket.flow()]);
                        // the first packet left its queue empty, which then became active again
                        joined[capturedPacket.flow()] = i == 0 ? joined[capturedPacket.flow()] : ended;
                        assertEquals(
                                smoothed * 1e3,
                                trace.snapshots().get(i).port("round_time_ps"),
                                smoothed * 1e3 * 0.001,
                                "T_round after turn " + i);
                    }
                });
    }

    /**
     * Eight queues drain at the same time, β becomes alpha / 1000, the port is idle for n idle intervals, and one ECT burst
     * arrives: K_i is then K / (8 · β^n), at most K, and K after more than ten intervals.
     */
    private static void idle(GuestTestCases guestTestCases, int rounds, int alpha) {
        int queues = 8;
        double beta = alpha / 1e3;
        double intervalMs = 1;
        TrafficScript trafficScript =
                TrafficScript.withDwrrPort(PORT + "idle-interval 1ms").at(1).send(1, "flow=9 dscp=0");
        for (int queue = 0; queue < queues; queue++) {
            trafficScript.send(SETTLE_ROUNDS, "flow=%d dscp=%d".formatted(queue, queue));
        }
        double empty = 1 + (1 + queues * SETTLE_ROUNDS) * PACKET_NS / 1e6;
        trafficScript
                .at(empty + 0.1 * intervalMs)
                .change("round-alpha " + alpha)
                .at(empty + (rounds + 0.5) * intervalMs)
                .show()
                .send(BURST, "flow=100 dscp=5 ecn=2")
                .at(1000)
                .show();
        double round = queues * (rounds > 10 ? 0 : Math.pow(beta, rounds));
        double threshold = Math.min(K, K / round);
        guestTestCases.add(
                "after %d idle intervals, with β = %.2f, K_i is %.0f".formatted(rounds, beta, threshold),
                trafficScript,
                trace -> {
                    assertEquals(threshold, trace.first().queue(5, "threshold_bytes"), threshold * TOLERANCE);
                    List<CapturedPacket> burst = trace.flow(100);
                    assertEquals(BURST, burst.size());
                    long unmarked = burst.stream()
                            .filter(capturedPacket -> !capturedPacket.isCe())
                            .count();
                    // the first packet leaves at once: a turn, and a sample
                    double sampled = Math.min(K, K / (beta * round + 1 - beta));
                    assertEquals(
                            1 + Math.floor(sampled / FULL_FRAME_ON_WIRE), unmarked, "packets before the first mark");
                    assertTrue(burst.stream()
                            .allMatch(capturedPacket -> capturedPacket.isCe() == capturedPacket.seq() >= unmarked));
                });
    }

    /** Two queues are backlogged for 30 packets before MQ-ECN is selected. */
    private static void chosenLive(GuestTestCases guestTestCases) {
        double round = 2 * PACKET_NS * 1e3;
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 10mbit ecn-scheme per-queue port-thresh " + K)
                .at(1)
                .send(60, "flow=0 dscp=0")
                .send(60, "flow=1 dscp=1")
                .at(1 + 30.5 * PACKET_NS / 1e6)
                .show()
                .change("ecn-scheme mq-ecn")
                .at(1 + 34.5 * PACKET_NS / 1e6)
                .show()
                .at(1 + (34.5 + 2 * SETTLE_ROUNDS) * PACKET_NS / 1e6)
                .show()
                .at(1000);
        guestTestCases.add("a change to mq-ecn starts to measure rounds", trafficScript, trace -> {
            assertFalse(trace.first().port().containsKey("round_time_ps"), "rounds are not measured yet");
            assertTrue(trace.snapshots().get(1).port("round_time_ps") <= round * 1.01);
            assertEquals(round, trace.last().port("round_time_ps"), round * TOLERANCE);
            assertEquals(K / 2.0, trace.last().queue(1, "threshold_bytes"), K / 2.0 * TOLERANCE);
        });
    }

    /** Single packets at less than the rate: no packet waits, and K_i stays K. */
    private static void lightLoad(GuestTestCases guestTestCases) {
        TrafficScript trafficScript = TrafficScript.withDwrrPort(PORT + "quantum all:1538");
        for (int i = 0; i < 20; i++) {
            trafficScript
                    .at(1 + i * 2)
                    .send(1, "dscp=%d ecn=2".formatted(i % 8))
                    .show();
        }
        guestTestCases.add(
                "minimum with C: a queue that gets the whole rate has threshold K", trafficScript.at(60), trace -> {
                    trace.snapshots().forEach(tcSnapshot -> assertEquals(K, tcSnapshot.queue(0, "threshold_bytes")));
                    assertEquals(0, trace.count(CapturedPacket::isCe));
                });
    }
}

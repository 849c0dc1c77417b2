// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The buffer has room for 100 full frames; B is its size, and n the number of busy queues. */
@Tag("lab")
@DisplayName("A buffer policy divides the buffer as its paper says")
class BufferPolicyTest {
    private static final int FRAMES = 100;
    private static final int QUEUES = 8;

    @TestFactory
    @DisplayName("in the real kernel")
    Stream<DynamicTest> shares() {
        GuestTestCases guestTestCases = new GuestTestCases();
        List.of(1, 2, QUEUES).forEach(busy -> dynamicThresholds(guestTestCases, busy));
        alphaOfEachQueue(guestTestCases);
        List.of(1, 2, QUEUES).forEach(busy -> activeBufferManagement(guestTestCases, busy));
        // A queue that is always busy holds B / 2. Of a burst, dynamic thresholds with alpha 1 admit B / 4.
        burst(guestTestCases, "dynamic-thresholds", FRAMES / 4);
        burst(guestTestCases, "traffic-aware", 45);
        burstsEnd(guestTestCases);
        limitsAreShown(guestTestCases);
        changesKeepPackets(guestTestCases);
        return guestTestCases.run();
    }

    private static TrafficScript port(String options) {
        return TrafficScript.withDwrrPort("queues %d ecn-scheme none shared-buffer %d %s"
                        .formatted(QUEUES, FRAMES * FULL_FRAME_ON_WIRE, options))
                .withoutCapture();
    }

    /** Each busy queue gets a frame every ms, which is more than the whole port sends. */
    private static TrafficScript keepBusy(TrafficScript script, int queues, int from, int until) {
        for (int ms = from; ms < until; ms++) {
            script.at(ms);
            for (int queue = 0; queue < queues; queue++) {
                script.send(1, "dscp=" + queue);
            }
        }
        return script;
    }

    private static double frames(TrafficTrace trace, int queue) {
        return (double) trace.last().queue(queue, "backlog_bytes") / FULL_FRAME_ON_WIRE;
    }

    private static void assertFrames(double expected, double actual, double tolerance) {
        assertEquals(expected, actual, tolerance, "frames");
    }

    /** Choudhury and Hahne: alpha * B / (1 + n * alpha). */
    private static void dynamicThresholds(GuestTestCases guestTestCases, int busy) {
        guestTestCases.add(
                "dynamic thresholds: each of %d busy queues holds alpha B / (1 + n alpha)".formatted(busy),
                keepBusy(port("rate 1mbit buffer-mode dynamic-thresholds"), busy, 1, 150)
                        .show(),
                trace -> IntStream.range(0, busy)
                        .forEach(queue -> assertFrames(FRAMES / (1.0 + busy), frames(trace, queue), 1)));
    }

    /** With F free, queue i holds alpha_i * F, and F = B / (1 + the sum of alpha). */
    private static void alphaOfEachQueue(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "dynamic thresholds: each queue has its alpha",
                keepBusy(port("rate 1mbit buffer-mode dynamic-thresholds dt-alpha 0:200% 1:50%"), 2, 1, 300)
                        .show(),
                trace -> {
                    assertFrames(2 * FRAMES / 3.5, frames(trace, 0), 1);
                    assertFrames(0.5 * FRAMES / 3.5, frames(trace, 1), 1);
                    assertEquals(0, trace.last().port("dropped_shared_buffer"));
                    assertTrue(trace.last().queue(1, "dropped_queue_buffer") > 0);
                });
    }

    /** Addanki et al.: all queues of a port hold alpha * B / (1 + alpha), no matter how many there are. */
    private static void activeBufferManagement(GuestTestCases guestTestCases, int busy) {
        guestTestCases.add(
                "ABM: %d busy queues hold alpha B / (1 + alpha) together".formatted(busy),
                keepBusy(port("rate 10mbit buffer-mode abm abm-alpha all:100% abm-interval 50ms"), busy, 1, 600)
                        .show(),
                trace -> {
                    double sum = IntStream.range(0, busy)
                            .mapToDouble(queue -> frames(trace, queue))
                            .sum();
                    assertFrames(FRAMES / 2.0, sum, busy);
                });
    }

    /** The load is little more than the rate, so that the first queue grows too slowly to be taken for a burst. */
    private static void burst(GuestTestCases guestTestCases, String policy, int admitted) {
        guestTestCases.add(
                policy + ": of a burst of 45 frames, a queue takes " + admitted,
                keepBusy(port("rate 10mbit buffer-mode " + policy), 1, 1, 450)
                        .send(45, "dscp=1")
                        .show(),
                trace -> {
                    assertFrames(FRAMES / 2.0, frames(trace, 0), 1);
                    assertFrames(admitted, frames(trace, 1), 1);
                });
    }

    /** Of 100 frames each of 8 queues has 12: what is more is a burst, and it ends when the queue drains. */
    private static void burstsEnd(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "traffic-aware: a queue that drained can absorb another burst",
                port("rate 100mbit buffer-mode traffic-aware")
                        .at(1)
                        .send(45, "dscp=1")
                        .show()
                        .at(20)
                        .send(45, "dscp=1")
                        .show(),
                trace -> {
                    assertEquals(1, trace.first().queue(1, "ta_bursts"));
                    assertEquals(2, trace.last().queue(1, "ta_bursts"));
                    assertEquals(90, trace.last().queue(1, "arrived_packets"));
                    assertEquals(0, trace.last().queue(1, "dropped_queue_buffer"));
                });
    }

    private static void limitsAreShown(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "the statistics have the limit of each queue",
                port("rate 1mbit buffer-mode dynamic-thresholds dt-alpha 0:50%")
                        .at(1)
                        .send(21, "dscp=1")
                        .show(),
                trace -> { // one left at once
                    assertEquals(80 * FULL_FRAME_ON_WIRE / 2, trace.last().queue(0, "limit_bytes"));
                    assertEquals(80 * FULL_FRAME_ON_WIRE, trace.last().queue(1, "limit_bytes"));
                });
    }

    private static void changesKeepPackets(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "a change of the policy drops nothing, and every packet is counted once",
                keepBusy(port("rate 1mbit buffer-mode abm"), 3, 1, 50)
                        .tc("qdisc change dev ea root dwrr buffer-mode traffic-aware")
                        .tc("qdisc change dev ea root dwrr buffer-mode shared")
                        .tc("qdisc change dev ea root dwrr buffer-mode dynamic-thresholds dt-alpha all:1%")
                        .show()
                        .at(5000)
                        .show(),
                trace -> IntStream.range(0, 3).forEach(queue -> {
                    assertTrue(trace.first().queue(queue, "backlog_packets") > 0);
                    assertEquals(0, trace.last().queue(queue, "backlog_packets"));
                    assertEquals(
                            trace.last().queue(queue, "arrived_packets"),
                            trace.last().queue(queue, "sent_packets")
                                    + trace.last().queue(queue, "dropped_queue_buffer")
                                    + trace.last().queue(queue, "dropped_shared_buffer"));
                }));
    }
}

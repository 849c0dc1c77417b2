// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mqecn.behaviour.TrafficScript.FULL_FRAME_ON_WIRE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** A burst arrives at an idle port at a known time, so all sojourn times and occupancies are known. */
@Tag("lab")
@DisplayName("Histograms of a queue")
class QueueHistogramTest {
    private static final long SENT = 1_000_000;
    private static final long JITTER = 5_000;
    private static final int BURST = 101;
    /** Transmission time of a full frame at 10 Mbit/s. */
    private static final long FRAME = FULL_FRAME_ON_WIRE * 800L;
    /** The middle of a bucket is at most this share off. */
    private static final double BUCKET = 0.125;

    @TestFactory
    @DisplayName("have the sojourn time and occupancy of each packet")
    Stream<DynamicTest> histograms() {
        GuestTestCases guestTestCases = new GuestTestCases();
        for (String scheme : List.of("none", "mq-ecn", "tcn", "codel")) {
            quantiles(guestTestCases, scheme);
        }
        switching(guestTestCases);
        return guestTestCases.run();
    }

    private static void quantiles(GuestTestCases guestTestCases, String scheme) {
        guestTestCases.add(
                scheme + ": quantiles and highest values are those of the packets",
                TrafficScript.withDwrrPort("rate 10mbit histograms on ecn-scheme " + scheme)
                        .at(1)
                        .send(BURST, "flow=1 dscp=1 ecn=2")
                        .at(1000)
                        .show()
                        .change("clear")
                        .show(),
                trace -> {
                    List<CapturedPacket> packets = trace.packets();
                    assertEquals(BURST, packets.size());
                    Map<String, Long> queue = trace.snapshots().get(0).queues().get(1);
                    long median = packets.get(BURST / 2).arrivalNs() - SENT;
                    assertEquals(median, queue.get("sojourn_p50"), median * BUCKET);
                    assertEquals(packets.get(BURST - 1).arrivalNs() - SENT, queue.get("sojourn_highest"), JITTER);
                    assertEquals(99 * FRAME, queue.get("sojourn_p99"), 99 * FRAME * BUCKET);
                    assertEquals(51 * FULL_FRAME_ON_WIRE, queue.get("occupancy_p50"), 51 * FULL_FRAME_ON_WIRE * BUCKET);
                    assertEquals(queue.get("watermark_bytes"), queue.get("occupancy_highest"));
                    assertFalse(trace.last().queues().get(0).containsKey("sojourn_p50"), "packets in no other queue");
                    assertFalse(trace.last().queues().get(1).containsKey("sojourn_p50"), "cleared");
                });
    }

    /** Packets that were queued before have no time of arrival; switched off, nothing is shown. */
    private static void switching(GuestTestCases guestTestCases) {
        guestTestCases.add(
                "begin with the packets that arrive after they were switched on, and end when they are off",
                TrafficScript.withDwrrPort("rate 10mbit ecn-scheme none")
                        .at(1)
                        .send(BURST, "flow=1 ecn=2")
                        .at(50)
                        .show()
                        .change("histograms on")
                        .send(10, "flow=2 ecn=2")
                        .at(1000)
                        .show()
                        .change("histograms off")
                        .show(),
                trace -> {
                    assertEquals(BURST + 10, trace.packets().size());
                    assertFalse(trace.snapshots().get(0).queues().get(0).containsKey("sojourn_p50"));
                    Map<String, Long> queue = trace.snapshots().get(1).queues().get(0);
                    long last = trace.flow(2).get(9).arrivalNs() - 50_000_000;
                    assertEquals(last, queue.get("sojourn_highest"), JITTER);
                    assertEquals(last, queue.get("sojourn_p50"), last * (BUCKET + 10.0 / BURST));
                    assertTrue(queue.get("occupancy_highest") > 60 * FULL_FRAME_ON_WIRE);
                    assertFalse(trace.last().queues().get(0).containsKey("sojourn_p50"), "off");
                });
    }
}

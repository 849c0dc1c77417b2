// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("lab")
@DisplayName("A port sends at its rate")
class RateTest {
    private static final double[] RATES =
            TestGuest.DEBUG ? new double[] {995e6} : new double[] {100e6, 995e6, 10e9, 100e9};
    private static final int[] FRAMES = {64, 512, 1518};
    private static final double TOLERANCE = 0.001;
    private static final double START_MS = 10;
    /** At high rates the test lasts for this many packets instead of a second, but for a millisecond at least. */
    private static final int ENOUGH_PACKETS = TestGuest.DEBUG ? 2_000 : 20_000;

    private static final double SHORTEST_S = 1e-3;

    @TestFactory
    @DisplayName("within 0.1 %, by wire length, for frames of all sizes")
    Stream<DynamicTest> wireRate() {
        GuestTestCases guestTestCases = new GuestTestCases();
        for (double rate : RATES) {
            for (int frame : FRAMES) {
                add(guestTestCases, rate, frame);
            }
        }
        return guestTestCases.run();
    }

    private static void add(GuestTestCases guestTestCases, double rate, int frame) {
        double packetsPerSecond = rate / 8 / CapturedPacket.wireBytes(frame);
        boolean wholeSecond = rate == 995e6 && !TestGuest.DEBUG;
        double seconds = wholeSecond ? 1 : Math.min(1, Math.max(SHORTEST_S, ENOUGH_PACKETS / packetsPerSecond));
        guestTestCases.add(
                "%.0f Mbit/s in frames of %d bytes, for %.6f s".formatted(rate / 1e6, frame, seconds),
                TrafficScript.withDwrrPort("rate %.0fbit shared-buffer 100m".formatted(rate))
                        .withoutCapture()
                        .flood("len=" + frame + " sndbuf=4000000")
                        .at(START_MS)
                        .counters()
                        .show()
                        .at(START_MS + seconds * 1e3)
                        .counters()
                        .show(),
                trace -> {
                    double expected = packetsPerSecond
                            * (trace.deviceCounters().get(1).ns()
                                    - trace.deviceCounters().get(0).ns())
                            / 1e9;
                    long packets = trace.deviceCounters().get(1).packets()
                            - trace.deviceCounters().get(0).packets();
                    long bytes = trace.deviceCounters().get(1).bytes()
                            - trace.deviceCounters().get(0).bytes();
                    long sent =
                            trace.last().port("sent_packets") - trace.first().port("sent_packets");
                    assertEquals(expected, packets, expected * TOLERANCE, "packets received");
                    assertEquals(packets * (frame - 4), bytes, "bytes received, without FCS");
                    assertEquals(packets, sent, 1 + expected * 1e-4, "sent packets by the port's counter");
                });
    }
}

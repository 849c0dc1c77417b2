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
    private static final double[] RATES = Guests.DEBUG ? new double[] {995e6} : new double[] {100e6, 995e6, 10e9, 100e9};
    private static final int[] FRAMES = {64, 512, 1518};
    private static final double TOLERANCE = 0.001;
    private static final double START_MS = 10;
    /** Where a second would be too many packets to simulate, this many have to do, and a millisecond at least. */
    private static final int ENOUGH_PACKETS = Guests.DEBUG ? 2_000 : 20_000;
    private static final double SHORTEST_S = 1e-3;

    @TestFactory
    @DisplayName("within 0.1 %, in frames of every size, counted on the wire")
    Stream<DynamicTest> wireRate() {
        Scenes scenes = new Scenes();
        for (double rate : RATES) {
            for (int frame : FRAMES) {
                add(scenes, rate, frame);
            }
        }
        return scenes.play();
    }

    private static void add(Scenes scenes, double rate, int frame) {
        double packetsPerSecond = rate / 8 / Packet.wire(frame);
        boolean wholeSecond = rate == 995e6 && !Guests.DEBUG;
        double seconds = wholeSecond ? 1 : Math.min(1, Math.max(SHORTEST_S, ENOUGH_PACKETS / packetsPerSecond));
        scenes.add("%.0f Mbit/s in frames of %d bytes, for %.6f s".formatted(rate / 1e6, frame, seconds),
                Wire.port("rate %.0fbit shared-buffer 100m".formatted(rate)).withoutCapture()
                        .flood("len=" + frame + " sndbuf=4000000")
                        .at(START_MS).counters().show()
                        .at(START_MS + seconds * 1e3).counters().show(),
                seen -> {
                    double expected = packetsPerSecond * (seen.counts().get(1).ns() - seen.counts().get(0).ns()) / 1e9;
                    long packets = seen.counts().get(1).packets() - seen.counts().get(0).packets();
                    long bytes = seen.counts().get(1).bytes() - seen.counts().get(0).bytes();
                    long sent = seen.last().port("sent_packets") - seen.first().port("sent_packets");
                    assertEquals(expected, packets, expected * TOLERANCE, "packets received");
                    assertEquals(packets * (frame - 4), bytes, "bytes received, without FCS");
                    assertEquals(packets, sent, 1 + expected * 1e-4, "packets that the port says it sent");
                });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.topology.Host;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;

@DisplayName("The delay of one direction of a path")
final class OneWayDelayTest {
    private static final Testbed TESTBED = TestbedFile.of(
                    "far.yaml",
                    """
                    hosts: {h1: {delay: 125us, rate: 1mbit}, h2: {}}
                    switches: {s1: {}}
                    links:
                      - {between: [h1, s1], delay: 2ms, jitter: 500us, loss: 10%}
                      - {between: [h2, s1], delay: 1ms, ends: {h2: {delay: 5ms, corrupt: 50%}}}
                    """)
            .testbed();

    private static OneWayDelay delay(int from, int to) {
        Host sender = TESTBED.hosts().get(from);
        return OneWayDelay.of(
                sender,
                new NetworkPaths(TESTBED)
                        .pathsBetween(sender, TESTBED.hosts().get(to))
                        .get(0));
    }

    @Test
    void addsWhatEachHopDoes() {
        OneWayDelay there = delay(0, 1);
        assertEquals(List.of("interface of h1 125 µs", "h1 to s1 2 ms", "s1 to h2 1 ms"), there.sources());
        assertEquals(125_000 + 2_000_000 + 1_000_000 + 84 * 8 * 1_000, there.nanos());
        assertEquals(500_000, there.jitterNanos());
        assertEquals(0.1, there.lossRatio(), 1e-9);
    }

    @Test
    void differsInTheOtherDirection() {
        OneWayDelay back = delay(1, 0);
        assertEquals("h2 to s1 5 ms, s1 to h1 2 ms", back.describeSources());
        assertEquals(7_000_000, back.nanos());
        assertEquals(0.55, back.lossRatio(), 1e-9);
    }
}

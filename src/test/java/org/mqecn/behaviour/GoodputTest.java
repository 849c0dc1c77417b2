// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hosts 250 µs apart, and the port between them. A packet carries 1448 bytes in 1538 on the wire, so
 * goodput is 1448 / 1538 of the rate: 936.8 Mbit/s at 995 Mbit/s. K is C · RTT, for the whole port.
 */
@Tag("lab")
@DisplayName("DCTCP fills the port")
class GoodputTest {
    private static final double RTT_S = 250e-6;

    /** Mbit/s, flows, time in ms, offloads of the hosts. */
    static Stream<Arguments> cases() {
        if (TestGuest.DEBUG) {
            return Stream.of(Arguments.of(995, 4, 30, "on"));
        }
        return Stream.of(
                Arguments.of(995, 4, 1000, "off"),
                Arguments.of(100, 2, 1000, "off"),
                Arguments.of(10_000, 4, 30, "off"),
                Arguments.of(100_000, 8, 5, "off"),
                Arguments.of(995, 4, 100, "on"));
    }

    @ParameterizedTest(name = "{0} Mbit/s, {1} flows, for {2} ms, GSO of the hosts {3}")
    @MethodSource("cases")
    void goodput(double mbit, int flows, int time, String offloads) {
        int skip = mbit == 100 ? 200 : mbit < 10_000 ? 50 : 8;
        int threshold = (int) (mbit * 1e6 / 8 * RTT_S * 1.03);
        String output = TestGuest.run(folder ->
                """
                testbed %s
                tc -n sw qdisc add dev p2 root handle 1: dwrr rate %.0fmbit ecn-scheme per-port \
                port-thresh %d shared-buffer 1gb
                "$BULK" h1 h2 10.0.2.1 %d dctcp %d %d
                sleep 0.3
                ip netns exec h2 nft list ruleset
                tc -n sw -s qdisc show dev p2
                """
                        .formatted(offloads, mbit, threshold, flows, skip, time));

        MatchResult received = find(output, "received (\\d+) (\\d+)");
        double goodput = Long.parseLong(received.group(1)) * 8.0 / Long.parseLong(received.group(2)) * 1e3;
        double expected = mbit * 1448 / 1538;
        // the partial packet of each flow, and the ends of a window of a few milliseconds
        double tolerance = expected * Math.max(1.0 / 937, flows * 1538 * 8 / (mbit * 1e6) / (time * 1e-3));
        assertEquals(expected, goodput, tolerance, "Mbit/s");

        List<String> negotiated = Pattern.compile("flow \\d+ (\\w+ \\d \\d+)")
                .matcher(output)
                .results()
                .map(flow -> flow.group(1))
                .distinct()
                .toList();
        assertEquals(List.of("dctcp 1 0"), negotiated, "algorithm, ECN in use, retransmits");
        long marked =
                Long.parseLong(find(output, "ip ecn ce counter packets (\\d+)").group(1));
        assertTrue(marked > 0, "the port was congested");
        assertEquals(marked, Long.parseLong(find(output, "marked (\\d+)p").group(1)), "CE at the receiver");
        assertEquals(
                Long.parseLong(find(output, "\t\tcounter packets (\\d+)").group(1)),
                Long.parseLong(find(output, " sent (\\d+)p").group(1)),
                "packets at the receiver");
    }

    private static MatchResult find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> pattern + " is not in: " + text);
        return matcher.toMatchResult();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;

/**
 * A shortest path between two hosts, with nothing else on it.
 *
 * @param baseRtt RTT without queueing: the delays of both directions
 * @param rate of the slowest port towards the receiver
 * @param mtu the smallest of its links
 */
public record UnloadedPath(Duration baseRtt, Rate rate, int mtu) {
    /** Headers of IP and TCP with timestamps. */
    private static final int TCP_HEADERS = 52;

    private static final double NANOBITS_PER_BYTE = 8e9;

    /**
     * The shortest time from the request of so many bytes by TCP to the last of them: the base RTT, and the time that their
     * packets take through the slowest port.
     */
    public double completionNs(long bytes) {
        long payload = (long) mtu - TCP_HEADERS;
        long packets = (bytes + payload - 1) / payload;
        long wireBytes = bytes + packets * EthernetFrame.wireLength(TCP_HEADERS);
        return baseRtt.toNanos() + wireBytes * NANOBITS_PER_BYTE / rate.bitsPerSecond();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Rate;

/**
 * How a host sends.
 *
 * @param congestionControl {@code dctcp}, {@code cubic}, …; empty for the kernel's choice
 * @param ecn whether its connections ask for ECN (tcp_ecn 1, or 0); empty for the kernel's choice
 * @param rtoMin least retransmission timeout, on all of its routes
 * @param delay what it adds to each packet that it sends: half of the base RTT between two such hosts. It stands here
 *     and not in the queue under test.
 * @param rate of its card; as fast as it can where empty
 * @param gso whether it makes packets of more than one segment; where it sends them, no queue of the testbed
 *     is what it would be on a wire
 * @param sysctls its own, beyond those that follow from the above
 */
public record NetworkStack(
        Optional<String> congestionControl,
        Optional<Boolean> ecn,
        Optional<Duration> rtoMin,
        Duration delay,
        Optional<Rate> rate,
        GsoMode gso,
        Map<String, String> sysctls) {
    public NetworkStack {
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Rate;
import org.mqecn.value.RouteMetrics;

/**
 * The network stack of a host.
 *
 * @param congestionControl {@code dctcp}, {@code cubic}, …; empty for the kernel's default
 * @param ecn whether connections request ECN (net.ipv4.tcp_ecn 1, or 0); empty for the kernel's default
 * @param routeMetrics of all its routes
 * @param delay added to each packet that the host sends: half of the base RTT between two such hosts. The packets wait
 *     at the host, not in the queue under test.
 * @param rate of its network interface; empty for no limit
 * @param gso whether it builds and sends GSO packets
 * @param sysctls in addition to those that follow from the other components
 */
public record NetworkStack(
        Optional<String> congestionControl,
        Optional<Boolean> ecn,
        RouteMetrics routeMetrics,
        Duration delay,
        Optional<Rate> rate,
        GsoMode gso,
        Map<String, String> sysctls) {
    /** The congestion control that needs ECN. */
    public static final String DCTCP = "dctcp";

    public static final String CONGESTION_CONTROL_SYSCTL = "net.ipv4.tcp_congestion_control";
    public static final String ECN_SYSCTL = "net.ipv4.tcp_ecn";

    public NetworkStack {
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }
}

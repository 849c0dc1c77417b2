// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether processes may select DCTCP.
 *
 * @param current congestion control of new connections
 * @param available in the kernel
 * @param allowed for processes without privileges, and in namespaces
 */
record CongestionControlCheck(String current, List<String> available, List<String> allowed) implements HealthCheck {
    private static final String DCTCP = "dctcp";
    private static final String AVAILABLE = "net.ipv4.tcp_available_congestion_control";
    private static final String ALLOWED = "net.ipv4.tcp_allowed_congestion_control";

    @Override
    public Judgement judge() {
        if (!available.contains(DCTCP)) {
            return Judgement.warning(
                    "TCP uses " + current + ", and dctcp is not loaded", AVAILABLE, "'modprobe tcp_dctcp'");
        }
        if (!allowed.contains(DCTCP)) {
            List<String> words = new ArrayList<>(allowed);
            words.add(DCTCP);
            return Judgement.warning(
                    "TCP uses " + current
                            + "; only root in the initial namespace may select dctcp: elsewhere it is refused",
                    ALLOWED,
                    "in the initial namespace: 'sysctl -w " + ALLOWED + "=\"" + String.join(" ", words) + "\"'");
        }
        return Judgement.ok("TCP uses " + current + "; dctcp is allowed", ALLOWED);
    }
}

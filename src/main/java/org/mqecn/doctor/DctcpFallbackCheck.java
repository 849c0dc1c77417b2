// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.util.List;
import java.util.stream.Collectors;
import org.mqecn.netlink.TcpConnection;

/** Whether DCTCP connections have fallen back to Reno, which the kernel does silently if ECN was not negotiated. */
record DctcpFallbackCheck(List<TcpConnection> connections) implements HealthCheck {
    private static final String SOURCE = "INET_DIAG, as 'ss -ti' reads it";
    private static final String FALLEN_BACK = "dctcp-reno";
    private static final int SHOWN = 3;

    @Override
    public Judgement judge() {
        List<TcpConnection> dctcp = connections.stream()
                .filter(each -> each.congestionControl().startsWith("dctcp"))
                .toList();
        List<TcpConnection> fallen = dctcp.stream()
                .filter(each -> each.congestionControl().equals(FALLEN_BACK)
                        || !each.info().dctcp() && !each.info().ecn())
                .toList();
        if (fallen.isEmpty()) {
            return Judgement.ok(
                    dctcp.isEmpty()
                            ? "no DCTCP connections among " + connections.size() + " of TCP over IPv4"
                            : "all DCTCP connections use ECN: " + dctcp.size(),
                    SOURCE);
        }
        String peers = fallen.stream()
                .map(TcpConnection::remoteAddress)
                .distinct()
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        return Judgement.failure(
                fallen.size() + " of " + dctcp.size() + " DCTCP connections have fallen back to Reno: no ECN with "
                        + peers,
                SOURCE,
                "on " + peers + ": 'sysctl -w net.ipv4.tcp_ecn=1', then connect again");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.value.UserError;

/**
 * What TCP does in this namespace and in those that a device joins with it.
 *
 * @param findings about all of them
 * @param shortestRtt of their connections to other hosts
 */
record TcpNamespaces(List<Finding> findings, Optional<Duration> shortestRtt) {
    private static final String LOOPBACK = "127.";
    /** A connection that has sent less knows little more than the RTT of its handshake. */
    private static final long ENOUGH_BYTES = 100_000;

    /** @param here name of this namespace; empty for mqecn's own */
    static TcpNamespaces read(LocalMachine machine, RtnetlinkReader reader, String here) {
        List<TcpConnection> all = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(examine(machine, here, "", all));
        for (String name : Netns.names()) {
            if (!name.equals(here) && isJoined(reader, name)) {
                findings.addAll(examineInside(machine, name, all));
            }
        }
        return new TcpNamespaces(
                List.copyOf(findings),
                all.stream()
                        .filter(each -> !each.remoteAddress().startsWith(LOOPBACK)
                                && each.info().bytesAcked() >= ENOUGH_BYTES)
                        .map(each -> Duration.ofNanos(each.info().rttMicros() * 1000))
                        .min(Duration::compareTo));
    }

    private static List<Finding> examineInside(LocalMachine machine, String name, List<TcpConnection> collected) {
        String object = "namespace " + name;
        try {
            return Netns.call(name, () -> examine(machine, name, object, collected));
        } catch (UserError e) {
            FindingCollector collector = new FindingCollector(object);
            collector.add(CheckName.TCP_ECN, () -> {
                throw e;
            });
            return collector.findings();
        }
    }

    private static boolean isJoined(RtnetlinkReader reader, String name) {
        try {
            return reader.readNamespaceId(name) != DeviceLink.SAME_NAMESPACE;
        } catch (UserError e) {
            return false; // no permission, or the name of no namespace
        }
    }

    /** Examines this thread's namespace, and collects its connections. */
    private static List<Finding> examine(
            LocalMachine machine, String name, String object, List<TcpConnection> collected) {
        FindingCollector collector = new FindingCollector(object);
        String current = sysctl(machine, "net.ipv4.tcp_congestion_control");
        collector.add(
                CheckName.TCP_ECN,
                () -> new TcpEcnCheck(new RemedyCommands(name), sysctl(machine, "net.ipv4.tcp_ecn"), current));
        collector.add(
                CheckName.CONGESTION_CONTROL,
                () -> new CongestionControlCheck(
                        current,
                        words(machine, "net.ipv4.tcp_available_congestion_control"),
                        words(machine, "net.ipv4.tcp_allowed_congestion_control")));
        collector.add(CheckName.DCTCP, () -> {
            List<TcpConnection> connections = TcpConnection.readAll();
            collected.addAll(connections);
            return new DctcpFallbackCheck(connections);
        });
        return collector.findings();
    }

    private static String sysctl(LocalMachine machine, String key) {
        return SmallFile.read(machine.sysctlFile(key)).orElse("unknown");
    }

    private static List<String> words(LocalMachine machine, String key) {
        return List.of(sysctl(machine, key).split("\\s+"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.NetworkStack;
import org.mqecn.value.UserError;

/**
 * Connections have the congestion control that the file gives their hosts, and ECN where both ends ask for it: as the
 * kernel tells of connections that are made (INET_DIAG), not as sysctls promise. DCTCP that was refused ECN goes on as
 * Reno, silently.
 */
final class TransportCheck implements TestbedCheck {
    private static final String DCTCP = "dctcp";
    private static final String TCP_CONGESTION_CONTROL = "net.ipv4.tcp_congestion_control";
    private static final String TCP_ECN = "net.ipv4.tcp_ecn";
    /** Bytes a second: enough for some packets in each direction, and no load, not even on a port of a few Mbit/s. */
    private static final long TRICKLE_BYTES_PER_SECOND = 100_000;

    private static final long POLL_INTERVAL_NANOS = 60_000_000;
    private static final int MAX_HOSTS = 64;
    private static final int MAX_POLLS = 100;
    /** More than iperf3 says over its control connection. */
    private static final long MIN_DATA_BYTES = 20_000;

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> ways = ringPaths(context).limit(MAX_HOSTS).toList();
        if (ways.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file gives no hosts a congestion control or ECN");
        }
        List<TestbedIssue> faults = new ArrayList<>();
        List<BulkFlow> flows = new ArrayList<>();
        try {
            ways.forEach(networkPath -> flows.addAll(context.startFlows(networkPath, TRICKLE_BYTES_PER_SECOND, 1)));
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NANOS);
            for (int i = 0; i < ways.size(); i++) {
                checkConnection(context, ways.get(i), flows.get(i).port(), faults);
            }
        } finally {
            flows.forEach(BulkFlow::close);
        }
        return TestbedCheckResult.of(
                name(),
                (ways.size() - faults.size()) + " of " + ways.size()
                        + " connections have the congestion control and ECN of the file",
                faults);
    }

    /** From each host of which the file says something to the next of which it says the same, where there is one. */
    private static Stream<NetworkPath> ringPaths(VerifyContext context) {
        Map<Object, List<String>> alike = context.hostAccesses().stream()
                .map(HostAccess::name)
                .filter(host -> context.isReachable(host) && isConfigured(stack(context, host)))
                .collect(Collectors.groupingBy(
                        host -> List.of(
                                stack(context, host).congestionControl(),
                                stack(context, host).ecn()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.values().stream().flatMap(hosts -> HostRing.paths(hosts, context).stream());
    }

    private static boolean isConfigured(NetworkStack stack) {
        return stack.congestionControl().isPresent() || stack.ecn().isPresent();
    }

    private static NetworkStack stack(VerifyContext context, String host) {
        return context.host(host).stack();
    }

    private static void checkConnection(
            VerifyContext context, NetworkPath networkPath, int port, List<TestbedIssue> faults) {
        TcpConnection sender =
                findDataConnection(context, networkPath.from(), connection -> connection.remotePort() == port);
        TcpConnection receiver =
                findDataConnection(context, networkPath.to(), connection -> connection.localPort() == port);
        Optional<TestbedIssue> control = checkCongestionControl(context, networkPath, sender);
        control.ifPresent(faults::add);
        if (control.isEmpty() && context.negotiatesEcn(networkPath.from(), networkPath.to())) {
            checkEcn(context, networkPath, sender, receiver).ifPresent(faults::add);
        }
    }

    /** The one of these connections that carries the data, as soon as it does: iperf3 has another for control. */
    private static TcpConnection findDataConnection(
            VerifyContext context, String host, Predicate<TcpConnection> wanted) {
        for (int i = 0; i < MAX_POLLS; i++) {
            Optional<TcpConnection> busiest = context.hostAccess(host).connections().stream()
                    .filter(wanted)
                    .max(Comparator.comparingLong(TransportCheck::transferredBytes));
            if (busiest.isPresent() && transferredBytes(busiest.get()) >= MIN_DATA_BYTES) {
                return busiest.get();
            }
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NANOS);
        }
        throw new UserError("a connection of " + host + " carries no data", "");
    }

    private static long transferredBytes(TcpConnection connection) {
        return Math.max(connection.info().bytesAcked(), connection.info().bytesReceived());
    }

    private static Optional<TestbedIssue> checkCongestionControl(
            VerifyContext context, NetworkPath networkPath, TcpConnection sender) {
        Optional<String> wanted = stack(context, networkPath.from()).congestionControl();
        if (wanted.isEmpty() || wanted.get().equals(sender.congestionControl())) {
            return Optional.empty();
        }
        if (wanted.get().equals(DCTCP) && sender.congestionControl().startsWith(DCTCP)) {
            return Optional.of(dctcpFallback(context, networkPath));
        }
        HostAccess hostAccess = context.hostAccess(networkPath.from());
        return Optional.of(new TestbedIssue(
                networkPath.from() + " sends with " + sender.congestionControl() + ", not with " + wanted.get()
                        + ": its " + TCP_CONGESTION_CONTROL + " is " + sysctlValue(hostAccess, TCP_CONGESTION_CONTROL),
                "'" + hostAccess.commandLine("sysctl -w " + TCP_CONGESTION_CONTROL + "=" + wanted.get())
                        + "'; where that is refused, " + wanted.get()
                        + " must be among net.ipv4.tcp_allowed_congestion_control of the machine first"));
    }

    /** DCTCP asks for ECN whatever its host's tcp_ecn is, with a SYN that only DCTCP's listeners do not refuse. */
    private static TestbedIssue dctcpFallback(VerifyContext context, NetworkPath networkPath) {
        HostAccess peer = context.hostAccess(networkPath.to());
        String text = networkPath.from() + " fell back from DCTCP to Reno: its peer " + networkPath.to()
                + " did not negotiate ECN: ";
        String control = sysctlValue(peer, TCP_CONGESTION_CONTROL);
        if (!control.equals(DCTCP)) {
            return new TestbedIssue(
                    text + TCP_CONGESTION_CONTROL + " is " + control + " and " + TCP_ECN + " is "
                            + sysctlValue(peer, TCP_ECN) + " in "
                            + peer.namespace().orElse(peer.name()),
                    "'" + peer.commandLine("sysctl -w " + TCP_CONGESTION_CONTROL + "=" + DCTCP + " " + TCP_ECN + "=1")
                            + "'");
        }
        return new TestbedIssue(
                text + "its sysctls would have it do so, so something on the way takes ECN away",
                "look for what changes the TOS field or TCP's flags: nft list ruleset, tc filter show");
    }

    private static Optional<TestbedIssue> checkEcn(
            VerifyContext context, NetworkPath networkPath, TcpConnection sender, TcpConnection receiver) {
        if (sender.info().ecn() && receiver.info().ecnSeen()) {
            return Optional.empty();
        }
        if (sender.info().ecn()) {
            return Optional.of(new TestbedIssue(
                    "ECN is negotiated between " + networkPath.from() + " and " + networkPath.to() + ", but no "
                            + "packet of it arrives with ECT: something on the way takes it off",
                    "look for what changes the TOS field: nft list ruleset, tc filter show"));
        }
        for (String host : List.of(networkPath.from(), networkPath.to())) {
            HostAccess hostAccess = context.hostAccess(host);
            String value = sysctlValue(hostAccess, TCP_ECN);
            if (value.equals("0") || host.equals(networkPath.from()) && !value.equals("1")) {
                return Optional.of(new TestbedIssue(
                        "ECN is not negotiated between " + networkPath.from() + " and " + networkPath.to() + ": "
                                + TCP_ECN + " is " + value + " in "
                                + hostAccess.namespace().orElse(host),
                        "'" + hostAccess.commandLine("sysctl -w " + TCP_ECN + "=1") + "'"));
            }
        }
        return Optional.of(new TestbedIssue(
                "ECN is not negotiated between " + networkPath.from() + " and " + networkPath.to()
                        + ", though both have " + TCP_ECN + " on",
                "look for what changes TCP's flags on the way: nft list ruleset"));
    }

    private static String sysctlValue(HostAccess hostAccess, String key) {
        return hostAccess.sysctl(key).orElse("unknown");
    }
}

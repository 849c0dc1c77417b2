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
 * Checks that connections use the congestion control of the file, and ECN if both hosts request it. Reads the state of
 * established connections (INET_DIAG), not sysctls: DCTCP silently falls back to Reno if ECN is not negotiated.
 */
final class TransportCheck implements TestbedCheck {
    /** Enough for some packets in each direction, but little load even on a port of a few Mbit/s. */
    private static final long TRICKLE_BYTES_PER_SECOND = 100_000;

    private static final long POLL_INTERVAL_NANOS = 60_000_000;
    private static final int MAX_HOSTS = 64;
    private static final int MAX_POLLS = 100;
    /** More than iperf3 sends over its control connection. */
    private static final long MIN_DATA_BYTES = 20_000;

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> paths = ringPaths(context).limit(MAX_HOSTS).toList();
        if (paths.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file sets no congestion control or ECN");
        }
        List<TestbedIssue> failures = new ArrayList<>();
        List<BulkFlow> flows = new ArrayList<>();
        try {
            paths.forEach(networkPath -> flows.addAll(context.flows().start(networkPath, TRICKLE_BYTES_PER_SECOND, 1)));
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NANOS);
            for (int i = 0; i < paths.size(); i++) {
                checkConnection(context, paths.get(i), flows.get(i).port(), failures);
            }
        } finally {
            flows.forEach(BulkFlow::close);
        }
        return TestbedCheckResult.of(
                name(),
                (paths.size() - failures.size()) + " of " + paths.size()
                        + " connections have the congestion control and ECN of the file",
                failures);
    }

    /** Returns a path from each configured host to the next one with the same configuration, if there is one. */
    private static Stream<NetworkPath> ringPaths(VerifyContext context) {
        Map<Object, List<String>> alike = context.hostAccesses().stream()
                .map(HostAccess::name)
                .filter(host -> context.isReachable(host) && isConfigured(context.stack(host)))
                .collect(Collectors.groupingBy(
                        host -> List.of(
                                context.stack(host).congestionControl(),
                                context.stack(host).ecn()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.values().stream().flatMap(hosts -> HostRing.paths(hosts, context).stream());
    }

    private static boolean isConfigured(NetworkStack stack) {
        return stack.congestionControl().isPresent() || stack.ecn().isPresent();
    }

    private static void checkConnection(
            VerifyContext context, NetworkPath networkPath, int port, List<TestbedIssue> failures) {
        TcpConnection sender =
                findDataConnection(context, networkPath.from(), connection -> connection.remotePort() == port);
        TcpConnection receiver =
                findDataConnection(context, networkPath.to(), connection -> connection.localPort() == port);
        Optional<TestbedIssue> control = checkCongestionControl(context, networkPath, sender);
        control.ifPresent(failures::add);
        if (control.isEmpty() && context.negotiatesEcn(networkPath)) {
            checkEcn(context, networkPath, sender, receiver).ifPresent(failures::add);
        }
    }

    /** Waits for the connection that carries the data; iperf3 has another one for control. */
    private static TcpConnection findDataConnection(
            VerifyContext context, String host, Predicate<TcpConnection> isCandidate) {
        for (int i = 0; i < MAX_POLLS; i++) {
            Optional<TcpConnection> busiest = context.hostAccess(host).connections().stream()
                    .filter(isCandidate)
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
        Optional<String> expected = context.stack(networkPath.from()).congestionControl();
        if (expected.isEmpty() || expected.get().equals(sender.congestionControl())) {
            return Optional.empty();
        }
        if (expected.get().equals(NetworkStack.DCTCP)
                && sender.congestionControl().startsWith(NetworkStack.DCTCP)) {
            return Optional.of(dctcpFallback(context, networkPath));
        }
        HostAccess hostAccess = context.hostAccess(networkPath.from());
        return Optional.of(new TestbedIssue(
                networkPath.from() + " sends with " + sender.congestionControl() + ", not with " + expected.get()
                        + ": its " + NetworkStack.CONGESTION_CONTROL_SYSCTL + " is "
                        + sysctlValue(hostAccess, NetworkStack.CONGESTION_CONTROL_SYSCTL),
                "'"
                        + hostAccess.commandLine(
                                "sysctl -w " + NetworkStack.CONGESTION_CONTROL_SYSCTL + "=" + expected.get())
                        + "'; if that fails, add " + expected.get()
                        + " to net.ipv4.tcp_allowed_congestion_control of this machine first"));
    }

    /** DCTCP requests ECN regardless of tcp_ecn, with a SYN that only listeners with DCTCP accept. */
    private static TestbedIssue dctcpFallback(VerifyContext context, NetworkPath networkPath) {
        HostAccess peer = context.hostAccess(networkPath.to());
        String text = networkPath.from() + " fell back from DCTCP to Reno: its peer " + networkPath.to()
                + " did not negotiate ECN: ";
        String control = sysctlValue(peer, NetworkStack.CONGESTION_CONTROL_SYSCTL);
        if (!control.equals(NetworkStack.DCTCP)) {
            return new TestbedIssue(
                    text + NetworkStack.CONGESTION_CONTROL_SYSCTL + " is " + control + " and " + NetworkStack.ECN_SYSCTL
                            + " is "
                            + sysctlValue(peer, NetworkStack.ECN_SYSCTL) + " in "
                            + peer.namespace().orElse(peer.name()),
                    "'"
                            + peer.commandLine("sysctl -w " + NetworkStack.CONGESTION_CONTROL_SYSCTL + "="
                                    + NetworkStack.DCTCP + " " + NetworkStack.ECN_SYSCTL + "=1")
                            + "'");
        }
        return new TestbedIssue(
                text + "its sysctls allow ECN, so something on the path removes it",
                "check for rules that change the TOS field or TCP flags: nft list ruleset, tc filter show");
    }

    private static Optional<TestbedIssue> checkEcn(
            VerifyContext context, NetworkPath networkPath, TcpConnection sender, TcpConnection receiver) {
        if (sender.info().ecn() && receiver.info().ecnSeen()) {
            return Optional.empty();
        }
        if (sender.info().ecn()) {
            return Optional.of(new TestbedIssue(
                    "ECN is negotiated between " + networkPath.from() + " and " + networkPath.to() + ", but no "
                            + "packet arrives with ECT: something on the path clears it",
                    "check for rules that change the TOS field: nft list ruleset, tc filter show"));
        }
        for (String host : List.of(networkPath.from(), networkPath.to())) {
            HostAccess hostAccess = context.hostAccess(host);
            String value = sysctlValue(hostAccess, NetworkStack.ECN_SYSCTL);
            if (value.equals("0") || host.equals(networkPath.from()) && !value.equals("1")) {
                return Optional.of(new TestbedIssue(
                        "ECN is not negotiated between " + networkPath.from() + " and " + networkPath.to() + ": "
                                + NetworkStack.ECN_SYSCTL + " is " + value + " in "
                                + hostAccess.namespace().orElse(host),
                        "'" + hostAccess.commandLine("sysctl -w " + NetworkStack.ECN_SYSCTL + "=1") + "'"));
            }
        }
        return Optional.of(new TestbedIssue(
                "ECN is not negotiated between " + networkPath.from() + " and " + networkPath.to() + ", although "
                        + NetworkStack.ECN_SYSCTL + " is on at both hosts",
                "check for rules that change TCP flags on the path: nft list ruleset"));
    }

    private static String sysctlValue(HostAccess hostAccess, String key) {
        return hostAccess.sysctl(key).orElse("unknown");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mqecn.host.Sleep;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.value.UserError;

/**
 * Checks that connections use the congestion control of the file, and ECN where the file has it. Reads the state of
 * established connections (INET_DIAG), not sysctls: DCTCP silently falls back to Reno if ECN is not negotiated.
 */
final class TransportCheck implements TestbedCheck {
    /** Enough for some packets in each direction, but little load even on a port of a few Mbit/s. */
    private static final long TRICKLE_BYTES_PER_SECOND = 100_000;

    private static final long POLL_INTERVAL_NANOS = 60_000_000;
    private static final int MAX_POLLS = 100;
    /** More than iperf3 sends over its control connection. */
    private static final long MIN_DATA_BYTES = 20_000;

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<String> configured = context.hostAccesses().stream()
                .map(HostAccess::name)
                .filter(host -> context.transportSettings(host).isConfigured())
                .toList();
        if (configured.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file sets no congestion control or ECN", List.of());
        }
        TransportPaths chosen = TransportPaths.choose(context);
        List<String> notTested = notTested(chosen, configured);
        if (chosen.paths().isEmpty()) {
            return TestbedCheckResult.skipped(name(), "no two hosts reach each other", notTested);
        }
        TransportIssues issues = new TransportIssues(context);
        List<BulkFlow> flows = new ArrayList<>();
        int correct = 0;
        try {
            chosen.paths()
                    .forEach(networkPath ->
                            flows.addAll(context.flows().start(networkPath, TRICKLE_BYTES_PER_SECOND, 1)));
            Sleep.until(System.nanoTime() + POLL_INTERVAL_NANOS);
            for (int i = 0; i < flows.size(); i++) {
                correct += checkConnection(
                                context, chosen.paths().get(i), flows.get(i).port(), issues)
                        ? 1
                        : 0;
            }
        } finally {
            flows.forEach(BulkFlow::close);
        }
        return TestbedCheckResult.of(
                name(),
                correct + " of " + chosen.paths().size()
                        + " connections have the congestion control and ECN of the file",
                issues.list(),
                notTested);
    }

    private static List<String> notTested(TransportPaths chosen, List<String> configured) {
        List<String> notTested = new ArrayList<>();
        if (chosen.omitted() > 0) {
            notTested.add(chosen.omitted() + " further connections of these hosts: at most "
                    + chosen.paths().size() + " are tested");
        } else {
            configured.stream()
                    .filter(host -> chosen.paths().stream()
                            .noneMatch(path ->
                                    path.from().equals(host) || path.to().equals(host)))
                    .forEach(host -> notTested.add(host + ": it reaches no other host"));
        }
        return notTested;
    }

    /** Whether both ends of a connection are as in the file. Reports the differences otherwise. */
    private static boolean checkConnection(
            VerifyContext context, NetworkPath networkPath, int port, TransportIssues issues) {
        TcpConnection sender =
                findDataConnection(context, networkPath.from(), connection -> connection.remotePort() == port);
        TcpConnection receiver =
                findDataConnection(context, networkPath.to(), connection -> connection.localPort() == port);
        boolean senderIsCorrect = issues.checkCongestionControl(networkPath.from(), networkPath.to(), sender);
        boolean receiverIsCorrect = issues.checkCongestionControl(networkPath.to(), networkPath.from(), receiver);
        return senderIsCorrect && receiverIsCorrect && issues.checkEcn(networkPath, sender, receiver);
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
}

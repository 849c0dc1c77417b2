// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.NetworkStack;

/** Differences of connections from the file. One cause is reported once, however many connections show it. */
final class TransportIssues {
    private final VerifyContext context;
    private final Set<TestbedIssue> issues = new LinkedHashSet<>();
    /** Hosts that fell back from DCTCP, by their peer. */
    private final Map<String, Set<String>> fallbacks = new LinkedHashMap<>();

    TransportIssues(VerifyContext context) {
        this.context = context;
    }

    List<TestbedIssue> list() {
        List<TestbedIssue> all = new ArrayList<>(issues);
        fallbacks.forEach((peer, hosts) -> all.add(dctcpFallback(hosts, peer)));
        return all;
    }

    /** Whether one end of a connection has the congestion control of its host. */
    boolean checkCongestionControl(String host, String peer, TcpConnection connection) {
        Optional<String> expected = context.transportSettings(host).congestionControl();
        if (expected.isEmpty() || expected.get().equals(connection.congestionControl())) {
            return true;
        }
        if (expected.get().equals(NetworkStack.DCTCP)
                && connection.congestionControl().startsWith(NetworkStack.DCTCP)) {
            fallbacks.computeIfAbsent(peer, name -> new LinkedHashSet<>()).add(host);
            return false;
        }
        HostAccess hostAccess = context.hostAccess(host);
        issues.add(new TestbedIssue(
                host + " sends with " + connection.congestionControl() + ", not with " + expected.get() + ": its "
                        + NetworkStack.CONGESTION_CONTROL_SYSCTL + " is "
                        + sysctlValue(hostAccess, NetworkStack.CONGESTION_CONTROL_SYSCTL),
                "'"
                        + hostAccess.commandLine(
                                "sysctl -w " + NetworkStack.CONGESTION_CONTROL_SYSCTL + "=" + expected.get())
                        + "'; if that fails, add " + expected.get()
                        + " to net.ipv4.tcp_allowed_congestion_control of this machine first"));
        return false;
    }

    /** DCTCP requests ECN regardless of tcp_ecn, with a SYN that only listeners with DCTCP accept. */
    private TestbedIssue dctcpFallback(Set<String> hosts, String name) {
        HostAccess peer = context.hostAccess(name);
        String text = String.join(", ", hosts) + " fell back from DCTCP to Reno: "
                + (hosts.size() == 1 ? "its" : "their") + " peer " + name + " did not negotiate ECN: ";
        String control = sysctlValue(peer, NetworkStack.CONGESTION_CONTROL_SYSCTL);
        if (control.equals(NetworkStack.DCTCP)) {
            return new TestbedIssue(
                    text + "its sysctls allow ECN, so something on the path removes it",
                    "check for rules that change the TOS field or TCP flags: nft list ruleset, tc filter show");
        }
        return new TestbedIssue(
                text + NetworkStack.CONGESTION_CONTROL_SYSCTL + " is " + control + " and " + NetworkStack.ECN_SYSCTL
                        + " is " + sysctlValue(peer, NetworkStack.ECN_SYSCTL) + " in "
                        + peer.namespace().orElse(peer.name()),
                context.transportSettings(name).usesDctcp()
                        ? "'"
                                + peer.commandLine("sysctl -w " + NetworkStack.CONGESTION_CONTROL_SYSCTL + "="
                                        + NetworkStack.DCTCP + " " + NetworkStack.ECN_SYSCTL + "=1")
                                + "'"
                        : "DCTCP needs it at both ends: give " + name + " 'congestion-control: dctcp' in the file, or"
                                + " do not let it exchange data with them");
    }

    /** Whether a connection has ECN where the file has it, and not where the file rules it out. */
    boolean checkEcn(NetworkPath networkPath, TcpConnection sender, TcpConnection receiver) {
        TransportSettings from = context.transportSettings(networkPath.from());
        TransportSettings to = context.transportSettings(networkPath.to());
        Optional<TestbedIssue> issue = Optional.empty();
        if (from.negotiatesEcnWith(to)) {
            issue = findMissingEcn(networkPath, sender, receiver);
        } else if (from.rulesOutEcnWith(to) && sender.info().ecn()) {
            issue = Optional.of(new TestbedIssue(
                    "ECN is negotiated between " + networkPath.from() + " and " + networkPath.to()
                            + ", although the file rules it out",
                    ReachabilityCheck.remedy(context)));
        }
        issue.ifPresent(issues::add);
        return issue.isEmpty();
    }

    private Optional<TestbedIssue> findMissingEcn(
            NetworkPath networkPath, TcpConnection sender, TcpConnection receiver) {
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

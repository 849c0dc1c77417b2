// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Link.LinkEnd;

/** Checks that each host gets answers from all other hosts that it has a path to. */
final class ReachabilityCheck implements TestbedCheck {
    @Override
    public String name() {
        return "reachability";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> lost = new ArrayList<>();
        int tested = 0;
        int hosts = context.hostAccesses().size();
        for (HostAccess hostAccess : context.hostAccesses()) {
            List<NetworkPath> paths = context.pathsFrom(hostAccess.name());
            Set<String> answered = Fping.reachableAddresses(
                    hostAccess, paths.stream().map(NetworkPath::address).toList(), List.of());
            tested += paths.size();
            paths.stream()
                    .filter(networkPath -> !answered.contains(networkPath.address()))
                    .forEach(lost::add);
        }
        if (tested == 0) {
            return TestbedCheckResult.notApplicable(name(), "the file defines no path between hosts");
        }
        List<TestbedIssue> failures = issues(context, lost);
        return TestbedCheckResult.of(
                name(), (tested - lost.size()) + " of " + tested + " paths between " + hosts + " hosts work", failures);
    }

    /** Reports a host that reaches no other host once, not for each path. */
    private static List<TestbedIssue> issues(VerifyContext context, List<NetworkPath> lost) {
        Map<String, Integer> losses = new HashMap<>();
        lost.forEach(networkPath ->
                List.of(networkPath.from(), networkPath.to()).forEach(host -> losses.merge(host, 1, Integer::sum)));
        List<TestbedIssue> failures = new ArrayList<>();
        for (HostAccess hostAccess : context.hostAccesses()) {
            int most = 2 * context.pathsFrom(hostAccess.name()).size();
            if (losses.getOrDefault(hostAccess.name(), 0) == most && most > 0) {
                context.markUnreachable(hostAccess.name());
            }
        }
        for (HostAccess hostAccess : context.hostAccesses()) {
            if (!context.isReachable(hostAccess.name())) {
                failures.add(new TestbedIssue(
                        hostAccess.name() + " reaches no other host" + reason(context, hostAccess), remedy(context)));
            }
        }
        lost.stream()
                .filter(networkPath -> context.isReachable(networkPath.from()) && context.isReachable(networkPath.to()))
                .forEach(networkPath -> failures.add(new TestbedIssue(
                        networkPath.from() + " gets no answer from " + networkPath.to() + " (" + networkPath.address()
                                + ")",
                        remedy(context))));
        return failures;
    }

    private static String reason(VerifyContext context, HostAccess hostAccess) {
        return context.pathsFrom(hostAccess.name()).stream()
                .map(networkPath -> networkPath.hops().get(0).egress())
                .filter(context.devices()::isVisible)
                .findFirst()
                .map(linkEnd -> reason(context, linkEnd))
                .orElse("");
    }

    private static String reason(VerifyContext context, LinkEnd linkEnd) {
        return context.devices()
                .link(linkEnd)
                .map(deviceLink -> deviceLink.up() ? "" : ": its " + linkEnd.device() + " is down")
                .orElse(": it has no " + linkEnd.device());
    }

    static String remedy(VerifyContext context) {
        return "'mqecn testbed status -f " + context.testbed().name() + "' shows what differs from the file, "
                + "'mqecn testbed up' repairs it";
    }
}

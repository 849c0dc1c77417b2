// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Link.LinkEnd;

/** Every host is answered by every other that its file gives it a way to. */
final class ReachabilityCheck implements TestbedCheck {
    @Override
    public String name() {
        return "reach";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> lost = new ArrayList<>();
        int asked = 0;
        int hosts = context.hostAccesses().size();
        for (HostAccess hostAccess : context.hostAccesses()) {
            List<NetworkPath> ways = context.pathsFrom(hostAccess.name());
            Set<String> alive = Fping.reachableAddresses(
                    hostAccess, ways.stream().map(NetworkPath::address).toList(), List.of());
            asked += ways.size();
            ways.stream()
                    .filter(networkPath -> !alive.contains(networkPath.address()))
                    .forEach(lost::add);
        }
        if (asked == 0) {
            return TestbedCheckResult.notApplicable(name(), "the file gives no host a way to another");
        }
        List<TestbedIssue> faults = issues(context, lost);
        return TestbedCheckResult.of(
                name(),
                (asked - lost.size()) + " of " + asked + " ways between " + hosts + " hosts are answered",
                faults);
    }

    /** A host that has lost all is told of once. */
    private static List<TestbedIssue> issues(VerifyContext context, List<NetworkPath> lost) {
        Map<String, Integer> losses = new HashMap<>();
        lost.forEach(networkPath ->
                List.of(networkPath.from(), networkPath.to()).forEach(host -> losses.merge(host, 1, Integer::sum)));
        List<TestbedIssue> faults = new ArrayList<>();
        for (HostAccess hostAccess : context.hostAccesses()) {
            int most = 2 * context.pathsFrom(hostAccess.name()).size();
            if (losses.getOrDefault(hostAccess.name(), 0) == most && most > 0) {
                context.markUnreachable(hostAccess.name());
            }
        }
        for (HostAccess hostAccess : context.hostAccesses()) {
            if (!context.isReachable(hostAccess.name())) {
                faults.add(new TestbedIssue(
                        hostAccess.name() + " reaches nobody and nobody reaches it" + reason(context, hostAccess),
                        remedy(context)));
            }
        }
        lost.stream()
                .filter(networkPath -> context.isReachable(networkPath.from()) && context.isReachable(networkPath.to()))
                .forEach(networkPath -> faults.add(new TestbedIssue(
                        networkPath.from() + " gets no answer from " + networkPath.to() + " (" + networkPath.address()
                                + ")",
                        remedy(context))));
        return faults;
    }

    private static String reason(VerifyContext context, HostAccess hostAccess) {
        return context.pathsFrom(hostAccess.name()).stream()
                .map(networkPath -> networkPath.hops().get(0).egress())
                .filter(context::isLocal)
                .findFirst()
                .map(linkEnd -> reason(context, linkEnd))
                .orElse("");
    }

    private static String reason(VerifyContext context, LinkEnd linkEnd) {
        return context.deviceLink(linkEnd)
                .map(deviceLink -> deviceLink.up() ? "" : ": its " + linkEnd.device() + " is down")
                .orElse(": it has no " + linkEnd.device());
    }

    static String remedy(VerifyContext context) {
        return "'mqecn testbed status -f " + context.testbed().name() + "' shows what differs from the file, "
                + "'mqecn testbed up' mends it";
    }
}

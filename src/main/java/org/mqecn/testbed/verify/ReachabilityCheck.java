// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Link.LinkEnd;

/** Checks that each host gets answers from all addresses of other hosts that it has a path to. */
final class ReachabilityCheck implements TestbedCheck {
    @Override
    public String name() {
        return "reachability";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> tested = new ArrayList<>();
        List<NetworkPath> lost = new ArrayList<>();
        for (HostAccess hostAccess : context.hostAccesses()) {
            List<NetworkPath> paths = context.pathsToAllAddresses(hostAccess.name());
            Set<String> answered = Fping.reachableAddresses(context, hostAccess, paths, List.of());
            tested.addAll(paths);
            paths.stream()
                    .filter(networkPath -> !answered.contains(networkPath.address()))
                    .forEach(lost::add);
        }
        if (tested.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file defines no path between hosts", List.of());
        }
        return TestbedCheckResult.of(
                name(),
                (tested.size() - lost.size()) + " of " + tested.size() + " paths between "
                        + context.hostAccesses().size() + " hosts work",
                issues(context, tested, lost),
                notTested(context, tested));
    }

    private static List<String> notTested(VerifyContext context, List<NetworkPath> tested) {
        UntestedParts isolated = new UntestedParts();
        context.hostAccesses().stream()
                .map(HostAccess::name)
                .filter(host -> tested.stream().noneMatch(path -> path.from().equals(host)))
                .forEach(host -> isolated.add(host, "it has no path to another host in the file"));
        List<String> notTested = new ArrayList<>(isolated.phrases());
        long shared =
                context.pairs().stream().filter(pair -> pair.paths().size() > 1).count();
        if (shared > 0) {
            notTested.add("further equal-cost paths of " + shared + " pairs of hosts: the kernel chooses one");
        }
        return notTested;
    }

    /** Reports a host that reaches no other host once, not for each path. */
    private static List<TestbedIssue> issues(VerifyContext context, List<NetworkPath> tested, List<NetworkPath> lost) {
        Map<String, Integer> working = new LinkedHashMap<>();
        endpoints(tested).forEach(host -> working.merge(host, 1, Integer::sum));
        endpoints(lost).forEach(host -> working.merge(host, -1, Integer::sum));
        working.forEach((host, count) -> {
            if (count == 0) {
                context.markUnreachable(host);
            }
        });
        List<TestbedIssue> failures = new ArrayList<>();
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

    private static Stream<String> endpoints(List<NetworkPath> paths) {
        return paths.stream().flatMap(path -> Stream.of(path.from(), path.to()));
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Link.LinkEnd;

/**
 * Checks that packets of the MTU in the file arrive unfragmented, and longer ones do not. Each host sends to the next one,
 * so that the links of all hosts are tested in both directions.
 */
final class MtuCheck implements TestbedCheck {
    private static final int IP_ICMP_HEADERS = 28;

    @Override
    public String name() {
        return "mtu";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> paths = HostRing.paths(
                context.hostAccesses().stream()
                        .map(HostAccess::name)
                        .filter(context::isReachable)
                        .toList(),
                context);
        if (paths.isEmpty()) {
            return TestbedCheckResult.skipped(name(), "no two hosts reach each other", List.of());
        }
        List<TestbedIssue> failures = new ArrayList<>();
        Set<Integer> sizes = new TreeSet<>();
        for (NetworkPath networkPath : paths) {
            sizes.add(networkPath.pathMtu());
            if (!arrivesUnfragmented(context, networkPath, networkPath.pathMtu())) {
                failures.add(new TestbedIssue(
                        "a packet of " + networkPath.pathMtu() + " bytes from " + networkPath.from() + " to "
                                + networkPath.to() + " does not arrive unfragmented"
                                + describeSmallerMtu(context, networkPath),
                        ReachabilityCheck.remedy(context)));
            } else if (arrivesUnfragmented(context, networkPath, networkPath.pathMtu() + 1)) {
                failures.add(new TestbedIssue(
                        "a packet of " + (networkPath.pathMtu() + 1) + " bytes from " + networkPath.from() + " to "
                                + networkPath.to() + " arrives unfragmented, although the MTU in the file is "
                                + networkPath.pathMtu(),
                        ReachabilityCheck.remedy(context)));
            }
        }
        return TestbedCheckResult.of(
                name(),
                String.join(", ", sizes.stream().map(String::valueOf).toList())
                        + " bytes pass unfragmented and one more does not, on " + (paths.size() - failures.size())
                        + " of "
                        + paths.size() + " tested paths",
                failures,
                notTested(context, paths));
    }

    /** Names the links that the tested paths do not pass for certain. */
    private static List<String> notTested(VerifyContext context, List<NetworkPath> tested) {
        UntestedParts untested = new UntestedParts();
        context.testbed().links().stream()
                .filter(link -> tested.stream().noneMatch(path -> context.alwaysPasses(path, link)))
                .forEach(link -> untested.add(
                        link.from().node() + "-" + link.to().node(),
                        "none of these paths passes this link for certain"));
        return untested.phrases();
    }

    private static boolean arrivesUnfragmented(VerifyContext context, NetworkPath networkPath, int bytes) {
        return !Fping.reachableAddresses(
                        context,
                        context.hostAccess(networkPath.from()),
                        List.of(networkPath),
                        List.of("-M", "-b", Integer.toString(bytes - IP_ICMP_HEADERS)))
                .isEmpty();
    }

    /** Describes the first device on the path whose MTU is too small. */
    private static String describeSmallerMtu(VerifyContext context, NetworkPath networkPath) {
        for (PathHop pathHop : networkPath.hops()) {
            for (LinkEnd linkEnd : pathHop.link().ends()) {
                int mtu = context.devices().link(linkEnd).map(DeviceLink::mtu).orElse(Integer.MAX_VALUE);
                if (mtu < pathHop.link().mtu()) {
                    return ": the mtu of " + context.devices().device(linkEnd) + " is " + mtu;
                }
            }
        }
        return "";
    }
}

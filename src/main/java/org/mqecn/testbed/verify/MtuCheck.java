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
 * Packets as long as the file says go from end to end in one piece, and longer ones do not. Each host asks the next, so
 * that the links of all hosts are used in both directions.
 */
final class MtuCheck implements TestbedCheck {
    /** Of IP and ICMP. */
    private static final int IP_ICMP_HEADERS = 28;

    @Override
    public String name() {
        return "mtu";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<NetworkPath> ways = HostRing.paths(
                context.hostAccesses().stream()
                        .map(HostAccess::name)
                        .filter(context::isReachable)
                        .toList(),
                context);
        if (ways.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "no two hosts reach each other");
        }
        List<TestbedIssue> faults = new ArrayList<>();
        Set<Integer> sizes = new TreeSet<>();
        for (NetworkPath networkPath : ways) {
            sizes.add(networkPath.pathMtu());
            if (!arrivesUnfragmented(context, networkPath, networkPath.pathMtu())) {
                faults.add(new TestbedIssue(
                        "a packet of " + networkPath.pathMtu() + " bytes from " + networkPath.from() + " to "
                                + networkPath.to() + " does not arrive in one piece"
                                + describeSmallerMtu(context, networkPath),
                        ReachabilityCheck.remedy(context)));
            } else if (arrivesUnfragmented(context, networkPath, networkPath.pathMtu() + 1)) {
                faults.add(new TestbedIssue(
                        "a packet of " + (networkPath.pathMtu() + 1) + " bytes from " + networkPath.from() + " to "
                                + networkPath.to() + " arrives in one piece, though the file says "
                                + networkPath.pathMtu(),
                        ReachabilityCheck.remedy(context)));
            }
        }
        return TestbedCheckResult.of(
                name(),
                String.join(", ", sizes.stream().map(String::valueOf).toList())
                        + " bytes pass in one piece and one more does not, on " + (ways.size() - faults.size()) + " of "
                        + ways.size() + " ways asked",
                faults);
    }

    private static boolean arrivesUnfragmented(VerifyContext context, NetworkPath networkPath, int bytes) {
        return !Fping.reachableAddresses(
                        context.hostAccess(networkPath.from()),
                        List.of(networkPath.address()),
                        List.of("-M", "-b", Integer.toString(bytes - IP_ICMP_HEADERS)))
                .isEmpty();
    }

    /** The device on the way that takes less than it should. */
    private static String describeSmallerMtu(VerifyContext context, NetworkPath networkPath) {
        for (PathHop pathHop : networkPath.hops()) {
            for (LinkEnd linkEnd : pathHop.link().ends()) {
                int mtu = context.deviceLink(linkEnd).map(DeviceLink::mtu).orElse(Integer.MAX_VALUE);
                if (mtu < pathHop.link().mtu()) {
                    return ": the mtu of " + context.device(linkEnd) + " is " + mtu;
                }
            }
        }
        return "";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedCheckStatus;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Host;
import org.mqecn.value.ScaledFormat;

/**
 * Checks that each port is the bottleneck of flows that saturate it: packets queue there and nowhere else on their path,
 * and the port sends at its rate.
 */
final class BottleneckCheck implements TestbedCheck {
    private static final int MIN_QUEUED_PACKETS = 2;

    @Override
    public String name() {
        return "bottleneck";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        if (context.ratedPorts().isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file defines no port with a rate", hostRates(context));
        }
        List<TestbedIssue> failures = new ArrayList<>();
        List<TestbedIssue> warnings = new ArrayList<>();
        for (SaturationResult result : context.saturationResults()) {
            if (result.plan().flows().isEmpty() || result.failure().isEmpty() && !isTraversed(result)) {
                warnings.add(new TestbedIssue("no flows between hosts can saturate " + result.device(), ""));
            } else if (exceedsEmulatedHosts(context, result)) {
                warnings.add(new TestbedIssue(
                        describeShortfall(result) + ": emulated virtual machines (TCG) cannot saturate it",
                        "verify a copy of the file with lower rates"));
            } else if (result.isBelowRate() && isDisturbed(result)) {
                warnings.add(new TestbedIssue(
                        describeShortfall(result) + ": as in the file, links on the way lose packets or change their"
                                + " order, which slows TCP down",
                        "verify a copy of the file without these impairments"));
            } else {
                findIssue(context, result).ifPresent(failures::add);
            }
        }
        int saturated = context.saturationResults().size() - warnings.size();
        String detail = saturated + " of " + context.ratedPorts().size() + " ports saturated"
                + (failures.isEmpty() && saturated > 0 ? ": each queued packets and sent at its rate" : "");
        TestbedCheckStatus status = !failures.isEmpty()
                ? TestbedCheckStatus.FAILED
                : warnings.isEmpty() ? TestbedCheckStatus.PASSED : TestbedCheckStatus.WARNING;
        return new TestbedCheckResult(
                name(),
                status,
                detail,
                Stream.concat(failures.stream(), warnings.stream()).toList(),
                notTested(context));
    }

    private static List<String> notTested(VerifyContext context) {
        List<String> notTested = new ArrayList<>(hostRates(context));
        int others = context.ratedPorts().size() - context.saturationResults().size();
        if (others > 0) {
            notTested.add(others + " ports that are configured like a tested one");
        }
        return notTested;
    }

    private static List<String> hostRates(VerifyContext context) {
        List<String> hosts = context.testbed().hosts().stream()
                .filter(host -> host.stack().rate().isPresent())
                .map(Host::name)
                .toList();
        UntestedParts untested = new UntestedParts();
        hosts.forEach(host -> untested.add(host, "the rate of its network interface"));
        return untested.phrases();
    }

    /** Whether links of the flows impair them as the file has it, so that they may not saturate the port. */
    static boolean isDisturbed(SaturationResult result) {
        return result.plan().flows().stream().anyMatch(NetworkPath::disturbsTcp);
    }

    /** Whether the port is below its rate because emulated hosts do not send enough. */
    static boolean exceedsEmulatedHosts(VerifyContext context, SaturationResult result) {
        return result.isBelowRate() && !result.isBelowRateWhileBusy() && context.isEmulated(result.plan());
    }

    /** Whether flows used the port. With several equal-cost paths, they may all have taken other ones. */
    private static boolean isTraversed(SaturationResult result) {
        return result.plan().passesPortAlways()
                || result.portSample()
                        .filter(queueSample -> queueSample.sentBits() > 0)
                        .isPresent();
    }

    private static Optional<TestbedIssue> findIssue(VerifyContext context, SaturationResult result) {
        long rate = result.plan().portRate();
        String port = describePort(result);
        if (!result.failure().isEmpty()) {
            return Optional.of(new TestbedIssue(port + " could not be saturated: " + result.failure(), ""));
        }
        if (result.portSample().isEmpty()) {
            return Optional.of(
                    new TestbedIssue("no qdisc on " + port + " limits its rate", ReachabilityCheck.remedy(context)));
        }
        QueueSample own = result.portSample().get();
        int minBacklog = MIN_QUEUED_PACKETS * result.plan().portHop().link().mtu();
        Optional<Map.Entry<NamespacedDevice, QueueSample>> other = longestOtherQueue(context, result)
                .filter(each -> each.getValue().meanBacklogBytes() > Math.max(minBacklog, own.meanBacklogBytes() / 2));
        if (other.isPresent() && result.isBelowRate()) {
            return Optional.of(new TestbedIssue(
                    "the bottleneck is not " + port + " but " + other.get().getKey() + ", with "
                            + Math.round(other.get().getValue().meanBacklogBytes()) + " bytes of backlog",
                    ReachabilityCheck.remedy(context)));
        }
        if (result.exceedsRate() || result.isBelowRateWhileBusy()) {
            return Optional.of(new TestbedIssue(
                    port + " sends " + ScaledFormat.rate(own.rate()), ReachabilityCheck.remedy(context)));
        }
        if (result.isBelowRate()) {
            return Optional.of(new TestbedIssue(
                    describeShortfall(result) + ": something other than a queue of the testbed limits the flows", ""));
        }
        return other.map(each -> new TestbedIssue(
                "besides " + port + ", " + each.getKey() + " has a backlog, of "
                        + Math.round(each.getValue().meanBacklogBytes()) + " bytes",
                ReachabilityCheck.remedy(context)));
    }

    private static String describePort(SaturationResult result) {
        return result.device() + " (" + ScaledFormat.rate(result.plan().portRate()) + " in the file)";
    }

    private static String describeShortfall(SaturationResult result) {
        return describePort(result) + " received only "
                + ScaledFormat.rate(result.portSample().orElseThrow().rate()) + ", from "
                + String.join(
                        ", ",
                        result.plan().flows().stream()
                                .map(NetworkPath::from)
                                .distinct()
                                .toList());
    }

    /** Returns the longest of the other queues, except those of netem, which delay packets on purpose. */
    private static Optional<Map.Entry<NamespacedDevice, QueueSample>> longestOtherQueue(
            VerifyContext context, SaturationResult result) {
        return result.samples().entrySet().stream()
                .filter(each -> !each.getKey().equals(result.device())
                        && !each.getValue().qdiscKind().equals("netem"))
                .filter(each -> result.plan().flows().stream()
                        .allMatch(networkPath -> result.plan().passesPortAlways()
                                && networkPath
                                        .upstreamOf(result.plan().portHop().egress())
                                        .stream()
                                        .anyMatch(linkEnd -> context.devices()
                                                .device(linkEnd)
                                                .equals(each.getKey()))))
                .max(Map.Entry.comparingByValue(
                        (one, two) -> Double.compare(one.meanBacklogBytes(), two.meanBacklogBytes())));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedCheckStatus;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;

/**
 * The bottleneck is where the file says: flows that fill a port meet a queue there, and no other on their way, and it
 * sends at its rate.
 */
final class BottleneckCheck implements TestbedCheck {
    private static final double BITS_PER_MEGABIT = 1e6;
    private static final int MIN_QUEUED_PACKETS = 2;

    @Override
    public String name() {
        return "bottleneck";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        if (context.ratedPorts().isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file gives no port a rate");
        }
        List<TestbedIssue> faults = new ArrayList<>();
        List<TestbedIssue> notes = new ArrayList<>();
        for (SaturationResult result : context.saturationResults()) {
            if (result.plan().flows().isEmpty() || result.failure().isEmpty() && !isTraversed(result)) {
                notes.add(new TestbedIssue("no flows between hosts fill " + result.device(), ""));
            } else if (exceedsEmulatedHosts(context, result)) {
                notes.add(new TestbedIssue(
                        describeShortfall(result) + ": machines whose processor is emulated send no more, so that its "
                                + "rate is not shown",
                        "give the ports of a copy of its file less"));
            } else {
                findIssue(context, result).ifPresent(faults::add);
            }
        }
        int filled = context.saturationResults().size() - notes.size();
        String detail = filled + " of " + context.ratedPorts().size() + " ports filled"
                + (context.saturationResults().size() < context.ratedPorts().size() ? ", some of each sort" : "")
                + (faults.isEmpty() && filled > 0
                        ? ": its own queue stood in front of each, and it sent at its rate"
                        : "");
        TestbedCheckStatus testbedCheckStatus = !faults.isEmpty()
                ? TestbedCheckStatus.FAILED
                : notes.isEmpty() ? TestbedCheckStatus.PASSED : TestbedCheckStatus.WARNING;
        faults.addAll(notes);
        return new TestbedCheckResult(name(), testbedCheckStatus, detail, faults);
    }

    /** Whether the port would send more, had the hosts more to send, and they are known for it. */
    static boolean exceedsEmulatedHosts(VerifyContext context, SaturationResult result) {
        return result.isBelowRate() && !result.isBelowRateWhileBusy() && context.isEmulated(result.plan());
    }

    /** Where packets may take several ways, it can be that none took this one. */
    private static boolean isTraversed(SaturationResult result) {
        return result.plan().passesPortAlways()
                || result.portSample()
                        .filter(queueSample -> queueSample.sentBits() > 0)
                        .isPresent();
    }

    private static Optional<TestbedIssue> findIssue(VerifyContext context, SaturationResult result) {
        long rate = result.plan().portRate();
        String name = name(result);
        if (!result.failure().isEmpty()) {
            return Optional.of(new TestbedIssue(name + " could not be filled: " + result.failure(), ""));
        }
        if (result.portSample().isEmpty()) {
            return Optional.of(new TestbedIssue(
                    "nothing stands on " + name + " that could hold packets back", ReachabilityCheck.remedy(context)));
        }
        QueueSample own = result.portSample().get();
        int packets = MIN_QUEUED_PACKETS * result.plan().portHop().link().mtu();
        Optional<Map.Entry<NamespacedDevice, QueueSample>> other = longestOtherQueue(context, result)
                .filter(each -> each.getValue().meanBacklogBytes() > Math.max(packets, own.meanBacklogBytes() / 2));
        if (other.isPresent() && result.isBelowRate()) {
            return Optional.of(new TestbedIssue(
                    "the bottleneck is not " + name + " but " + other.get().getKey() + ", where "
                            + Math.round(other.get().getValue().meanBacklogBytes()) + " bytes stand",
                    ReachabilityCheck.remedy(context)));
        }
        if (result.exceedsRate() || result.isBelowRateWhileBusy()) {
            return Optional.of(new TestbedIssue(
                    name + " sends " + formatMegabits(own.rate()) + " Mbit/s", ReachabilityCheck.remedy(context)));
        }
        if (result.isBelowRate()) {
            return Optional.of(new TestbedIssue(
                    describeShortfall(result) + ": something holds the flows back that is not a queue of the testbed",
                    ""));
        }
        return other.map(each -> new TestbedIssue(
                "besides that of " + name + " the queue of " + each.getKey() + " stands, with "
                        + Math.round(each.getValue().meanBacklogBytes()) + " bytes",
                ReachabilityCheck.remedy(context)));
    }

    private static String name(SaturationResult result) {
        return result.device() + " (" + formatMegabits(result.plan().portRate()) + " Mbit/s in the file)";
    }

    private static String describeShortfall(SaturationResult result) {
        return name(result) + " was given "
                + formatMegabits(result.portSample().orElseThrow().rate()) + " Mbit/s only, by "
                + String.join(
                        ", ",
                        result.plan().flows().stream()
                                .map(NetworkPath::from)
                                .distinct()
                                .toList());
    }

    /** The longest of the other queues; that a host's netem holds what it delays is as it should be. */
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
                                        .anyMatch(linkEnd ->
                                                context.device(linkEnd).equals(each.getKey()))))
                .max(Map.Entry.comparingByValue(
                        (one, two) -> Double.compare(one.meanBacklogBytes(), two.meanBacklogBytes())));
    }

    static String formatMegabits(double rate) {
        return String.format(Locale.ROOT, "%.4g", rate / BITS_PER_MEGABIT)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }
}

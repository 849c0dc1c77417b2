// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.value.Bytes;

/**
 * Checks that ports mark above the threshold K and not below it: a port saturated by DCTCP flows marks packets and keeps
 * its backlog near K; bursts of ECN-capable packets of half of K pass unmarked.
 */
final class MarkingCheck implements TestbedCheck {
    private static final double MAX_BACKLOG_RATIO = 2;
    private static final double MIN_BACKLOG_RATIO = 0.1;
    private static final double RED_MAX_MARGIN = 1.3;

    @Override
    public String name() {
        return "marking";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        List<TestbedIssue> failures = new ArrayList<>();
        UntestedParts untested = new UntestedParts();
        int markingPorts = 0;
        int belowTested = 0;
        for (SaturationResult result : context.saturationResults()) {
            if (!isMarkingPort(result)) {
                continue;
            }
            Optional<String> obstacle = obstacle(context, result);
            if (obstacle.isPresent()) {
                untested.add(result.device().toString(), obstacle.get());
                continue;
            }
            OptionalLong threshold = threshold(result);
            markingPorts++;
            checkAboveThreshold(context, result, threshold).ifPresent(failures::add);
            EcnBursts ecnBursts = EcnBursts.belowThreshold(threshold, result.plan());
            if (ecnBursts.packets() == 0) {
                untested.add(result.device() + " below K", "a packet of the MTU is longer than half of K");
            } else {
                belowTested++;
                checkBelowThreshold(context, result, threshold, ecnBursts).ifPresent(failures::add);
            }
            if (queueCount(result) > 1) {
                untested.add(
                        "queues 1 to " + (queueCount(result) - 1) + " of " + result.device(), "the flows have DSCP 0");
            }
        }
        return markingPorts == 0
                ? TestbedCheckResult.skipped(
                        name(), "no marking port could be saturated by hosts with ECN", untested.phrases())
                : TestbedCheckResult.of(
                        name(),
                        markingPorts + (markingPorts == 1 ? " port marks" : " ports mark") + " above K"
                                + (failures.isEmpty() && belowTested == markingPorts ? ", and not below it" : ""),
                        failures,
                        untested.phrases());
    }

    /** Whether a port is configured to mark. */
    private static boolean isMarkingPort(SaturationResult result) {
        return result.portSample()
                .map(sample -> sample.marks().isPresent() && hasMarkingScheme(result))
                .orElseGet(() -> result.plan()
                        .portHop()
                        .egress()
                        .qdisc()
                        .markingThreshold()
                        .isPresent());
    }

    /** Why the marking of a port cannot be tested; empty if it can. */
    private static Optional<String> obstacle(VerifyContext context, SaturationResult result) {
        if (result.portSample().filter(sample -> sample.sentBits() > 0).isEmpty()) {
            return Optional.of("it could not be saturated");
        }
        if (BottleneckCheck.exceedsEmulatedHosts(context, result)) {
            return Optional.of("emulated virtual machines cannot saturate it");
        }
        if (result.isBelowRate() && BottleneckCheck.isDisturbed(result)) {
            return Optional.of("links on the way lose packets or change their order, which slows the flows down");
        }
        return usesEcn(context, result)
                ? Optional.empty()
                : Optional.of("connections of the hosts that saturate it have no ECN");
    }

    private static int queueCount(SaturationResult result) {
        return dwrrPort(result.device())
                .map(port -> port.config().queues().size())
                .orElse(1);
    }

    /** Returns K in bytes, as the port is configured now; empty if it does not mark by bytes. */
    private static OptionalLong threshold(SaturationResult result) {
        QueueingDiscipline queueingDiscipline = result.plan().portHop().egress().qdisc();
        if (!queueingDiscipline.uses(QdiscKind.DWRR)) {
            return queueingDiscipline.markingThreshold();
        }
        return dwrrPort(result.device())
                .map(port -> switch (port.config().ecnScheme()) {
                    case PER_QUEUE -> port.config().value(DwrrSetting.QUEUE_THRESH, 0);
                    case PER_PORT, MQ_ECN -> port.config().value(DwrrSetting.PORT_THRESH, 0);
                    default -> OptionalLong.empty();
                })
                .orElse(OptionalLong.empty());
    }

    private static Optional<Port> dwrrPort(NamespacedDevice device) {
        return inNamespace(device, reader -> reader.readPorts(reader.readLink(device.name())).stream()
                .filter(port ->
                        port.config().kind() == QdiscKind.DWRR && port.config().isComplete())
                .findFirst());
    }

    private static <T> T inNamespace(NamespacedDevice device, Function<RtnetlinkReader, T> task) {
        return Netns.call(device.namespace(), () -> {
            try (RtnetlinkReader reader = new RtnetlinkReader()) {
                return task.apply(reader);
            }
        });
    }

    private static boolean hasMarkingScheme(SaturationResult result) {
        return dwrrPort(result.device())
                .map(port -> port.config().value(DwrrSetting.ECN_SCHEME, 0).orElse(0) != 0)
                .orElse(true);
    }

    private static boolean usesEcn(VerifyContext context, SaturationResult result) {
        return result.plan().flows().stream().allMatch(context::negotiatesEcn);
    }

    private static Optional<TestbedIssue> checkAboveThreshold(
            VerifyContext context, SaturationResult result, OptionalLong threshold) {
        QueueSample own = result.portSample().orElseThrow();
        String port = result.device().toString();
        String mean = Math.round(own.meanBacklogBytes()) + " bytes";
        if (own.marks().orElseThrow() == 0) {
            return Optional.of(
                    own.drops() > 0 && own.meanBacklogBytes() < threshold.orElse(0)
                            ? new TestbedIssue(
                                    port + " marked no packets and dropped " + own.drops()
                                            + describeThreshold(threshold)
                                            + ": its buffer fills before the threshold is reached, with an average backlog of "
                                            + mean,
                                    "set a threshold below the buffer")
                            : new TestbedIssue(
                                    port + " marked no packets, with an average backlog of " + mean
                                            + describeThreshold(threshold),
                                    own.meanBacklogBytes() < threshold.orElse(0)
                                            ? "the flows did not reach K: see the results of the other checks"
                                            : "check that ECN is negotiated: see the result of transport"));
        }
        if (threshold.isPresent()
                && (own.meanBacklogBytes() > maxExpectedBacklog(result, threshold.getAsLong())
                        || own.meanBacklogBytes() < MIN_BACKLOG_RATIO * threshold.getAsLong())) {
            return Optional.of(new TestbedIssue(
                    port + " has an average backlog of " + mean + describeThreshold(threshold)
                            + ": DCTCP flows should keep it near K",
                    "check that all flows use DCTCP: see the result of transport"));
        }
        return Optional.empty();
    }

    /** RED marks every packet only above its max, so that the backlog may grow that far. */
    private static double maxExpectedBacklog(SaturationResult result, long threshold) {
        double most = MAX_BACKLOG_RATIO * threshold;
        for (QueueingDiscipline.TcQdisc qdisc :
                result.plan().portHop().egress().qdisc().qdiscs()) {
            Optional<String> max = qdisc.kind().equals("red") ? qdisc.option("max") : Optional.empty();
            if (max.isPresent()) {
                most = Math.max(most, RED_MAX_MARGIN * Bytes.parse(max.get()).bytes());
            }
        }
        return most;
    }

    private static String describeThreshold(OptionalLong threshold) {
        return threshold.isPresent() ? ", where K is " + threshold.getAsLong() : "";
    }

    private static Optional<TestbedIssue> checkBelowThreshold(
            VerifyContext context, SaturationResult result, OptionalLong threshold, EcnBursts ecnBursts) {
        try (QueueSampler queueSampler = new QueueSampler(List.of(result.device()))) {
            NetworkPath networkPath = result.plan().flows().get(0);
            queueSampler.waitUntilEmpty(result.device());
            QueueSample queueSample = queueSampler
                    .sampleAround(() -> ecnBursts.send(context, networkPath))
                    .get(result.device());
            long marks = queueSample.marks().orElse(0);
            return marks == 0
                    ? Optional.empty()
                    : Optional.of(new TestbedIssue(
                            result.device() + " marked " + marks + " packets in bursts of " + ecnBursts.packets()
                                    + " packets (" + ecnBursts.bytes() + " bytes)" + describeThreshold(threshold),
                            "check its thresholds: 'mqecn get "
                                    + result.device().name() + "', 'tc qdisc show'"));
        }
    }
}

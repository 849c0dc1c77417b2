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
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedCheckStatus;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.QueueingDiscipline;
import org.mqecn.value.Bytes;

/**
 * Marks appear above the threshold K and not below it: a port that DCTCP flows fill marks, and holds its queue about
 * K; bursts of ECN-capable packets that are half as long as K pass unmarked.
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
        List<TestbedIssue> faults = new ArrayList<>();
        int marking = 0;
        for (SaturationResult result : context.saturationResults()) {
            OptionalLong threshold = threshold(result);
            if (result.portSample().isPresent()
                    && result.portSample().get().sentBits() > 0
                    && usesEcn(context, result)
                    && result.portSample().get().marks().isPresent()
                    && hasMarkingScheme(result)
                    && !BottleneckCheck.exceedsEmulatedHosts(context, result)) {
                marking++;
                checkAboveThreshold(context, result, threshold).ifPresent(faults::add);
                checkBelowThreshold(context, result, threshold).ifPresent(faults::add);
            }
        }
        return marking == 0
                ? new TestbedCheckResult(
                        name(),
                        TestbedCheckStatus.WARNING,
                        "no port was filled that marks packets of ECN hosts",
                        faults)
                : TestbedCheckResult.of(
                        name(),
                        marking + (marking == 1 ? " port marks" : " ports mark") + " above K"
                                + (faults.isEmpty() ? ", and not below it" : ""),
                        faults);
    }

    /** K in bytes, as the port has it now; empty where it marks by something else than bytes. */
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
        return result.plan().flows().stream()
                .allMatch(networkPath -> context.negotiatesEcn(networkPath.from(), networkPath.to()));
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
                                    port + " marked nothing and dropped " + own.drops() + " packets"
                                            + describeThreshold(threshold)
                                            + ": its buffer is full before its threshold is met, at " + mean
                                            + " on average",
                                    "make the threshold smaller than the buffer")
                            : new TestbedIssue(
                                    port + " marked nothing, with " + mean + " in its queue on average"
                                            + describeThreshold(threshold),
                                    own.meanBacklogBytes() < threshold.orElse(0)
                                            ? "the flows did not reach K: see the checks above"
                                            : "see whether ECN is negotiated (transport, above)"));
        }
        if (threshold.isPresent()
                && (own.meanBacklogBytes() > maxExpectedBacklog(result, threshold.getAsLong())
                        || own.meanBacklogBytes() < MIN_BACKLOG_RATIO * threshold.getAsLong())) {
            return Optional.of(new TestbedIssue(
                    port + " holds " + mean + " on average" + describeThreshold(threshold)
                            + ": DCTCP flows should keep it about there",
                    "see whether all of them run DCTCP (transport, above)"));
        }
        return Optional.empty();
    }

    /** RED marks all only from its max on, and lets the queue grow so far. */
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
            VerifyContext context, SaturationResult result, OptionalLong threshold) {
        EcnBursts ecnBursts = EcnBursts.belowThreshold(threshold, result.plan());
        if (ecnBursts.packets() == 0) {
            return Optional.empty();
        }
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
                            result.device() + " marked " + marks + " packets of bursts of " + ecnBursts.packets() + " ("
                                    + ecnBursts.bytes() + " bytes)" + describeThreshold(threshold),
                            "look at its thresholds: 'mqecn get "
                                    + result.device().name() + "', 'tc qdisc show'"));
        }
    }
}

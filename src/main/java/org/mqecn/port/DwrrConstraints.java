// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.ScaledFormat;
import org.mqecn.value.UserError;

/** Constraints of dwrr: MQ-ECN needs a scheduler with rounds; thresholds should be below buffers. */
final class DwrrConstraints implements QdiscConstraints {
    private static final long UNKNOWN = -1;
    /** Base RTTs from within a rack to around the world. */
    private static final Duration SHORTEST_RTT = Duration.ofNanos(10_000);

    private static final Duration LONGEST_RTT = Duration.ofMillis(300);

    @Override
    public Optional<Setting> requiredSetting() {
        return Optional.of(DwrrSetting.RATE);
    }

    /** The {@code dwrr.*} sysctls hold the defaults. */
    @Override
    public Map<Setting, Long> defaults() {
        return Map.of();
    }

    @Override
    public void validate(List<Assignment> requested, Map<Setting, Long> defaults) {
        if (hasValue(DwrrSetting.ECN_SCHEME, EcnScheme.MQ_ECN, requested, defaults)
                && hasValue(DwrrSetting.SCHEDULER, DwrrScheduler.WFQ, requested, defaults)) {
            throw UserError.usage(
                    "ecn-scheme mq-ecn needs rounds, and scheduler wfq has none",
                    "use scheduler dwrr or wrr, or another ecn-scheme, for example tcn");
        }
    }

    private static boolean hasValue(
            Setting setting, Keyword keyword, List<Assignment> requested, Map<Setting, Long> defaults) {
        return requested.stream()
                        .filter(each -> each.setting() == setting)
                        .map(Assignment::value)
                        .findFirst()
                        .orElse(defaults.getOrDefault(setting, UNKNOWN))
                == keyword.ordinal();
    }

    /** Puts assignments that leave MQ-ECN or WFQ before those that enable the other: each step must be valid by itself. */
    static List<Assignment> inSafeOrder(List<Assignment> requested) {
        return requested.stream().map(Assignment::setting).toList().contains(DwrrSetting.SCHEDULER)
                ? requested.stream()
                        .sorted(Comparator.comparing(DwrrConstraints::enablesMqEcnOrWfq))
                        .toList()
                : requested;
    }

    private static boolean enablesMqEcnOrWfq(Assignment assignment) {
        return assignment.setting() == DwrrSetting.ECN_SCHEME && assignment.value() == EcnScheme.MQ_ECN.ordinal()
                || assignment.setting() == DwrrSetting.SCHEDULER && assignment.value() == DwrrScheduler.WFQ.ordinal();
    }

    @Override
    public List<String> warnings(PortConfig config) {
        return new DwrrWarnings(config).collect();
    }

    /** Collects the warnings about one configuration. */
    private static final class DwrrWarnings {
        private final PortConfig config;
        private final Map<Setting, Long> values;
        private final boolean isStatic;
        private final long buffer;
        private final String bufferName;
        private final List<String> warnings = new ArrayList<>();

        DwrrWarnings(PortConfig config) {
            this.config = config;
            this.values = config.values();
            this.isStatic = values.get(DwrrSetting.BUFFER_MODE) == BufferMode.STATIC.ordinal();
            this.buffer = isStatic ? queueBuffers().min().orElseThrow() : values.get(DwrrSetting.SHARED_BUFFER);
            this.bufferName = isStatic ? "the smallest queue-buffer" : "shared-buffer";
        }

        private LongStream queueBuffers() {
            return config.queues().stream().mapToLong(queue -> queue.values().get(DwrrSetting.QUEUE_BUFFER));
        }

        List<String> collect() {
            switch (config.ecnScheme()) {
                case PER_PORT ->
                    warnIfNeverMarks(
                            "port-thresh",
                            values.get(DwrrSetting.PORT_THRESH),
                            isStatic ? "the sum of queue-buffer" : bufferName,
                            isStatic ? queueBuffers().sum() : buffer);
                case MQ_ECN -> warnIfNeverMarks("port-thresh", values.get(DwrrSetting.PORT_THRESH), bufferName, buffer);
                case PER_QUEUE -> config.queues().forEach(this::warnIfNeverMarks);
                case TCN -> warnIfBufferDrainsSooner(DwrrSetting.TCN_THRESH);
                case CODEL -> {
                    warnIfBufferDrainsSooner(DwrrSetting.CODEL_TARGET);
                    warnIfTargetReachesInterval();
                }
                case NONE -> {}
            }
            warnIfUnusualForRate();
            return warnings;
        }

        private void warnIfNeverMarks(QueueConfig queue) {
            warnIfNeverMarks(
                    "queue-thresh of queue " + queue.index(),
                    queue.values().get(DwrrSetting.QUEUE_THRESH),
                    isStatic ? "queue-buffer" : bufferName,
                    isStatic ? queue.values().get(DwrrSetting.QUEUE_BUFFER) : buffer);
        }

        private void warnIfNeverMarks(String threshold, long bytes, String name, long room) {
            if (bytes >= room) {
                warnings.add(threshold + " (" + bytes + " bytes) is not below " + name + " (" + room
                        + " bytes): packets are dropped before any is marked");
            }
        }

        /** K = C · RTT · λ: a K whose drain time is no usual RTT was probably chosen for another rate. */
        private void warnIfUnusualForRate() {
            if (values.getOrDefault(DwrrSetting.RATE, 0L)
                    < DwrrSetting.RATE.spec().min()) {
                return; // the defaults of new ports have no rate
            }
            switch (config.ecnScheme()) {
                case PER_PORT, MQ_ECN ->
                    warnIfUnusualForRate(DwrrSetting.PORT_THRESH, values.get(DwrrSetting.PORT_THRESH));
                case PER_QUEUE ->
                    config.queues().stream()
                            .mapToLong(queue -> queue.values().get(DwrrSetting.QUEUE_THRESH))
                            .filter(bytes -> !isUsualDrainTime(bytes))
                            .findFirst()
                            .ifPresent(bytes -> warnIfUnusualForRate(DwrrSetting.QUEUE_THRESH, bytes));
                case NONE, TCN, CODEL -> {}
            }
        }

        private void warnIfUnusualForRate(Setting threshold, long bytes) {
            if (!isUsualDrainTime(bytes)) {
                warnings.add(
                        "%s (%d bytes) is %s of backlog at %s, far from C·RTT of usual networks (RTT %s to %s): 'mqecn "
                                        .formatted(
                                                threshold.key(),
                                                bytes,
                                                ScaledFormat.time(config.rate()
                                                        .timeOf(bytes)
                                                        .toNanos()),
                                                ScaledFormat.rate(config.rate()),
                                                ScaledFormat.time(SHORTEST_RTT.toNanos()),
                                                ScaledFormat.time(LONGEST_RTT.toNanos()))
                                + "limit --suggest --rate " + config.rate() + " --rtt TIME' suggests a value");
            }
        }

        private boolean isUsualDrainTime(long bytes) {
            Duration drainTime = config.rate().timeOf(bytes);
            return drainTime.compareTo(SHORTEST_RTT) >= 0 && drainTime.compareTo(LONGEST_RTT) <= 0;
        }

        /** A queue alone on the port must be able to stay longer than that time without filling the buffer. */
        private void warnIfBufferDrainsSooner(Setting time) {
            if (!values.containsKey(DwrrSetting.RATE)) {
                return; // the defaults of new ports have no rate
            }
            double bytes = values.get(time) * 1e-9 * config.rate().bitsPerSecond() / Byte.SIZE;
            if (bytes >= buffer) {
                warnings.add("%s (%s) is not below the drain time of %s (%d bytes) at %s: a queue "
                                .formatted(
                                        time.key(),
                                        time.quantity().format(values.get(time)),
                                        bufferName,
                                        buffer,
                                        config.rate())
                        + "alone drops packets before any is marked");
            }
        }

        private void warnIfTargetReachesInterval() {
            long target = values.get(DwrrSetting.CODEL_TARGET);
            long interval = values.get(DwrrSetting.CODEL_INTERVAL);
            if (target >= interval) {
                warnings.add("codel-target (%s) is not below codel-interval (%s): bursts that drain in time are marked"
                        .formatted(Quantity.TIME.format(target), Quantity.TIME.format(interval)));
            }
        }
    }
}

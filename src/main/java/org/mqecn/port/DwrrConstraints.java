// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** A dwrr port marks before it drops, and MQ-ECN needs rounds. */
final class DwrrConstraints implements QdiscConstraints {
    private static final long UNKNOWN = -1;

    @Override
    public Optional<Setting> requiredSetting() {
        return Optional.of(DwrrSetting.RATE);
    }

    /** What is not asked for is as in {@code dwrr.*} sysctls. */
    @Override
    public Map<Setting, Long> defaults() {
        return Map.of();
    }

    @Override
    public void validate(List<Assignment> asked, Map<Setting, Long> otherwise) {
        if (hasValue(DwrrSetting.ECN_SCHEME, EcnScheme.MQ_ECN, asked, otherwise)
                && hasValue(DwrrSetting.SCHEDULER, DwrrScheduler.WFQ, asked, otherwise)) {
            throw UserError.usage(
                    "ecn-scheme mq-ecn goes by rounds, and scheduler wfq has none",
                    "choose the scheduler dwrr or wrr, or another scheme, for example tcn");
        }
    }

    private static boolean hasValue(
            Setting setting, Keyword keyword, List<Assignment> asked, Map<Setting, Long> otherwise) {
        return asked.stream()
                        .filter(each -> each.setting() == setting)
                        .map(Assignment::value)
                        .findFirst()
                        .orElse(otherwise.getOrDefault(setting, UNKNOWN))
                == keyword.ordinal();
    }

    /** What gives MQ-ECN or WFQ up comes before what takes the other one: each step has to be allowed by itself. */
    static List<Assignment> inSafeOrder(List<Assignment> asked) {
        return asked.stream().map(Assignment::setting).toList().contains(DwrrSetting.SCHEDULER)
                ? asked.stream()
                        .sorted(Comparator.comparing(DwrrConstraints::enablesMqEcnOrWfq))
                        .toList()
                : asked;
    }

    private static boolean enablesMqEcnOrWfq(Assignment assignment) {
        return assignment.setting() == DwrrSetting.ECN_SCHEME && assignment.value() == EcnScheme.MQ_ECN.ordinal()
                || assignment.setting() == DwrrSetting.SCHEDULER && assignment.value() == DwrrScheduler.WFQ.ordinal();
    }

    @Override
    public List<String> warnings(PortConfig config) {
        return new DwrrWarnings(config).collect();
    }

    /** What can be said about one configuration. */
    private static final class DwrrWarnings {
        private final PortConfig config;
        private final Map<Setting, Long> values;
        private final long buffer;
        private final List<String> warnings = new ArrayList<>();

        DwrrWarnings(PortConfig config) {
            this.config = config;
            this.values = config.values();
            this.buffer = values.get(DwrrSetting.SHARED_BUFFER);
        }

        List<String> collect() {
            switch (config.ecnScheme()) {
                case PER_PORT, MQ_ECN ->
                    warnIfNeverMarks("port-thresh", values.get(DwrrSetting.PORT_THRESH), "shared-buffer", buffer);
                case PER_QUEUE -> config.queues().forEach(this::warnIfNeverMarks);
                case TCN -> warnIfBufferDrainsSooner(DwrrSetting.TCN_THRESH);
                case CODEL -> {
                    warnIfBufferDrainsSooner(DwrrSetting.CODEL_TARGET);
                    warnIfTargetReachesInterval();
                }
                case NONE -> {}
            }
            return warnings;
        }

        private void warnIfNeverMarks(QueueConfig queue) {
            boolean own = values.get(DwrrSetting.BUFFER_MODE) == BufferMode.STATIC.ordinal()
                    && queue.values().get(DwrrSetting.QUEUE_BUFFER) < buffer;
            warnIfNeverMarks(
                    "queue-thresh of queue " + queue.index(),
                    queue.values().get(DwrrSetting.QUEUE_THRESH),
                    own ? "queue-buffer" : "shared-buffer",
                    own ? queue.values().get(DwrrSetting.QUEUE_BUFFER) : buffer);
        }

        private void warnIfNeverMarks(String threshold, long bytes, String name, long room) {
            if (bytes >= room) {
                warnings.add(threshold + " (" + bytes + " bytes) is not below " + name + " (" + room
                        + " bytes): packets are dropped before any is marked");
            }
        }

        /** What a queue that has the port to itself drains in that time must be less than the buffer. */
        private void warnIfBufferDrainsSooner(Setting time) {
            if (!values.containsKey(DwrrSetting.RATE)) {
                return; // the values of ports to come: each brings its rate
            }
            double bytes = values.get(time) * 1e-9 * config.rate().bitsPerSecond() / Byte.SIZE;
            if (bytes >= buffer) {
                warnings.add("%s (%s) is not below the time in which shared-buffer (%d bytes) drains at %s: a queue "
                                .formatted(time.key(), time.quantity().format(values.get(time)), buffer, config.rate())
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

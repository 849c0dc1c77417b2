// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The configuration of one port.
 *
 * @param values the settings of the port, each in its base unit; where the module stands in for tbf, only those
 *     that tbf has: the others are in {@code /proc/sys/dwrr}
 * @param queues its queues, in order; there is at least one
 */
public record PortConfig(Map<Setting, Long> values, List<QueueConfig> queues) {
    public PortConfig {
        values = Map.copyOf(values);
        queues = List.copyOf(queues);
    }

    public Rate rate() {
        return new Rate(values.get(Setting.RATE));
    }

    /** Whether all of it is known. */
    public boolean isComplete() {
        return values.containsKey(Setting.ECN_SCHEME);
    }

    public EcnScheme ecnScheme() {
        return EcnScheme.values()[values.get(Setting.ECN_SCHEME).intValue()];
    }

    /** The value of a setting; the queue is ignored where the setting belongs to the port. */
    public OptionalLong value(Setting setting, int queue) {
        Long value = (setting.isPerQueue() ? queues.get(queue).values() : values).get(setting);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** What is allowed but surely not meant, a sentence each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!isComplete()) {
            return warnings;
        }
        long buffer = values.get(Setting.SHARED_BUFFER);
        switch (ecnScheme()) {
            case PER_PORT, MQ_ECN -> neverMarks(warnings, "port-thresh", values.get(Setting.PORT_THRESH),
                    "shared-buffer", buffer);
            case PER_QUEUE -> queues.forEach(queue -> warnAbout(queue, warnings, buffer));
            case TCN -> drainsSooner(warnings, Setting.TCN_THRESH, buffer);
            case CODEL -> {
                drainsSooner(warnings, Setting.CODEL_TARGET, buffer);
                standsTooLong(warnings);
            }
            case NONE -> { }
        }
        return warnings;
    }

    private void warnAbout(QueueConfig queue, List<String> warnings, long shared) {
        boolean own = values.get(Setting.BUFFER_MODE) == BufferMode.STATIC.ordinal()
                && queue.values().get(Setting.QUEUE_BUFFER) < shared;
        neverMarks(warnings, "queue-thresh of queue " + queue.index(), queue.values().get(Setting.QUEUE_THRESH),
                own ? "queue-buffer" : "shared-buffer", own ? queue.values().get(Setting.QUEUE_BUFFER) : shared);
    }

    /** What a queue that has the port to itself drains in that time must be less than the buffer. */
    private void drainsSooner(List<String> warnings, Setting time, long buffer) {
        if (!values.containsKey(Setting.RATE)) {
            return;     // the values of ports to come: each brings its rate
        }
        double bytes = values.get(time) * 1e-9 * rate().bitsPerSecond() / Byte.SIZE;
        if (bytes >= buffer) {
            warnings.add("%s (%s) is not below the time in which shared-buffer (%d bytes) drains at %s: a queue alone "
                    .formatted(time.key(), time.quantity().print(values.get(time)), buffer, rate())
                    + "drops packets before any is marked");
        }
    }

    private void standsTooLong(List<String> warnings) {
        long target = values.get(Setting.CODEL_TARGET);
        long interval = values.get(Setting.CODEL_INTERVAL);
        if (target >= interval) {
            warnings.add("codel-target (%s) is not below codel-interval (%s): bursts are marked that drain in time"
                    .formatted(Quantity.TIME.print(target), Quantity.TIME.print(interval)));
        }
    }

    private static void neverMarks(List<String> warnings, String threshold, long bytes, String name, long buffer) {
        if (bytes >= buffer) {
            warnings.add(threshold + " (" + bytes + " bytes) is not below " + name + " (" + buffer
                    + " bytes): packets are dropped before any is marked");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.mqecn.port.Setting.Scope.CREATION;
import static org.mqecn.port.Setting.Scope.PORT;
import static org.mqecn.port.Setting.Scope.QUEUE;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set on a port, once: the word for it (on the command line and in tc), its netlink
 * attribute (kmod/uapi/dwrr.h), its name under {@code /proc/sys/dwrr}, its values and their range. Options,
 * commands, read-back, tables and JSON all follow from these rows.
 */
public enum Setting {
    RATE("rate", 2, PORT, "", Quantity.RATE, 1_000_000, 400_000_000_000L,
            "what the port sends at most, preamble and gap counted"),
    QUEUES("queues", 3, CREATION, "", Quantity.NUMBER, 1, Limits.QUEUES,
            "how many queues (default: 8)"),
    ECN_SCHEME("ecn-scheme", 4, PORT, "ecn_scheme", Quantity.of(EcnScheme.values()), 0, 5,
            "which packets are marked"),
    PORT_THRESH("port-thresh", 5, PORT, "port_thresh_bytes", Quantity.BYTES, 0, Limits.BYTES,
            "marking threshold of the port; MQ-ECN's standard K"),
    SHARED_BUFFER("shared-buffer", 6, PORT, "shared_buffer_bytes", Quantity.BYTES, 1, Limits.BYTES,
            "buffer of the port"),
    BUFFER_MODE("buffer-mode", 7, PORT, "buffer_mode", Quantity.of(BufferMode.values()), 0, 1,
            "with static, each queue is held to its own buffer, too"),
    SCHEDULER("scheduler", 8, PORT, "scheduler", Quantity.of(Scheduler.values()), 0, 2,
            "with wrr, what is left of a turn is not kept; wfq has no turns"),
    MARK_AT("mark-at", 9, PORT, "enable_dequeue_ecn", Quantity.of(MarkPoint.values()), 0, 1,
            "when a packet is marked"),
    ROUND_ALPHA("round-alpha", 10, PORT, "round_alpha", Quantity.NUMBER, 0, 1000,
            "weight of the old round time, in 1/1000"),
    IDLE_INTERVAL("idle-interval", 11, PORT, "idle_interval_ns", Quantity.TIME, 1, 1_000_000_000,
            "idle time that counts as an empty round"),
    BUCKET("bucket", 12, PORT, "bucket_ns", Quantity.TIME, 1, 100_000_000,
            "depth of the token bucket, as time at the port's rate"),
    TCN_THRESH("tcn-thresh", 15, PORT, "tcn_thresh_ns", Quantity.TIME, 0, Limits.SOJOURN,
            "TCN's threshold: the time in the queue above which a packet is marked"),
    CODEL_TARGET("codel-target", 16, PORT, "codel_target_ns", Quantity.TIME, 1, Limits.SOJOURN,
            "CoDel's target: the time in the queue that may stand"),
    CODEL_INTERVAL("codel-interval", 17, PORT, "codel_interval_ns", Quantity.TIME, 1, Limits.SOJOURN,
            "how long CoDel watches before it marks"),
    QUANTUM("quantum", 2, QUEUE, "queue_quantum_", Quantity.BYTES, 256, 1 << 20,
            "bytes of a queue's turn: its weight") {
        @Override
        long sysctlMin() {
            return 1538;
        }

        @Override
        long sysctlMax() {
            return 204_800;
        }
    },
    QUEUE_THRESH("queue-thresh", 3, QUEUE, "queue_thresh_bytes_", Quantity.BYTES, 0, Limits.BYTES,
            "marking threshold of a queue"),
    QUEUE_BUFFER("queue-buffer", 4, QUEUE, "queue_buffer_bytes_", Quantity.BYTES, 1, Limits.BYTES,
            "buffer of a queue, where buffer-mode is static"),
    DSCP("dscp", 5, QUEUE, "queue_dscp_", Quantity.NUMBER, 0, 63,
            "code point of a queue, by name or number; the first match wins, queue 0 takes the rest") {
        @Override
        long parse(String text) {
            return Dscp.parse(text).value();
        }
    },
    PRIO("prio", 6, QUEUE, "queue_prio_", Quantity.NUMBER, 0, 7,
            "priority of a queue, 0 the highest; those of equal priority share what higher ones leave");

    /** What a setting belongs to. */
    public enum Scope { PORT, QUEUE, CREATION }

    private static final class Limits {
        static final long QUEUES = 64;
        static final long BYTES = Integer.MAX_VALUE;
        static final long SOJOURN = 1_000_000_000;
    }

    private final String key;
    private final int attribute;
    private final Scope scope;
    private final String sysctl;
    private final Quantity quantity;
    private final long min;
    private final long max;
    private final String description;

    Setting(String key, int attribute, Scope scope, String sysctl, Quantity quantity, long min, long max,
            String description) {
        this.key = key;
        this.attribute = attribute;
        this.scope = scope;
        this.sysctl = sysctl;
        this.quantity = quantity;
        this.min = min;
        this.max = max;
        this.description = description;
    }

    /** The setting of this key. */
    public static Optional<Setting> find(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    /**
     * The setting of this key.
     *
     * @throws UserError a usage error with the nearest key, where there is none
     */
    public static Setting of(String key) {
        return find(key).orElseThrow(() -> UserError.usage("unknown key '" + key + "'",
                Suggestion.among(key, keys())));
    }

    /** Every key. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** The word on the command line and in tc. */
    public String key() {
        return key;
    }

    /** The word with its unit, for JSON: {@code port_thresh_bytes}. */
    public String jsonName() {
        String unit = quantity.unit().replace("bit/s", "bits_per_second");
        return key.replace('-', '_') + (unit.isEmpty() ? "" : "_" + unit);
    }

    /** TCA_DWRR_… of a port, TCA_DWRR_QUEUE_… of a queue. */
    public int attribute() {
        return attribute;
    }

    public boolean isPerQueue() {
        return scope == QUEUE;
    }

    /** Whether it cannot be changed later. */
    public boolean isFixed() {
        return scope == CREATION;
    }

    /** Whether {@code /proc/sys/dwrr} has it, so that it can be set for every port at once. */
    public boolean hasSysctl() {
        return !sysctl.isEmpty();
    }

    /** Its file under {@code /proc/sys/dwrr}; the queue is ignored where it belongs to the port. */
    public String sysctl(int queue) {
        return isPerQueue() ? sysctl + queue : sysctl;
    }

    public Quantity quantity() {
        return quantity;
    }

    public String description() {
        return description;
    }

    /** The least and the most that it can be, in words: {@code 1mbit to 400gbit}. */
    public String range() {
        return quantity.print(min) + " to " + quantity.print(max);
    }

    long sysctlMin() {
        return min;
    }

    long sysctlMax() {
        return max;
    }

    /** Reads a value and holds it to the range of this setting. */
    long parse(String text) {
        return within(quantity.parse(key, text), min, max, text);
    }

    /**
     * Holds a value to the range of its sysctl, which may be narrower.
     *
     * @throws UserError a usage error that tells the range
     */
    public long checkSysctl(long value) {
        return within(value, sysctlMin(), sysctlMax(), quantity.print(value));
    }

    private long within(long value, long least, long most, String text) {
        if (value < least || value > most) {
            throw UserError.usage(key + " " + text + " is out of range",
                    "it goes from " + quantity.print(least) + " to " + quantity.print(most));
        }
        return value;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

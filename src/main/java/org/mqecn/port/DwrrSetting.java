// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.mqecn.port.Setting.Scope.CREATION;
import static org.mqecn.port.Setting.Scope.PORT;
import static org.mqecn.port.Setting.Scope.QUEUE;

import org.mqecn.value.Dscp;
import org.mqecn.value.Quantity;

/** The settings of a dwrr port and of its queues (kmod/uapi/dwrr.h). */
public enum DwrrSetting implements Setting {
    RATE(
            "rate",
            2,
            PORT,
            "",
            Quantity.RATE,
            1_000_000,
            400_000_000_000L,
            "what the port sends at most, preamble and gap counted"),
    QUEUES("queues", 3, CREATION, "", Quantity.NUMBER, 1, DwrrLimits.QUEUES, "how many queues (default: 8)"),
    ECN_SCHEME(
            "ecn-scheme",
            4,
            PORT,
            "ecn_scheme",
            Quantity.ofKeywords(EcnScheme.values()),
            0,
            5,
            "which packets are marked"),
    PORT_THRESH(
            "port-thresh",
            5,
            PORT,
            "port_thresh_bytes",
            Quantity.BYTES,
            0,
            DwrrLimits.BYTES,
            "marking threshold of the port; MQ-ECN's standard K"),
    SHARED_BUFFER(
            "shared-buffer", 6, PORT, "shared_buffer_bytes", Quantity.BYTES, 1, DwrrLimits.BYTES, "buffer of the port"),
    BUFFER_MODE(
            "buffer-mode",
            7,
            PORT,
            "buffer_mode",
            Quantity.ofKeywords(BufferMode.values()),
            0,
            1,
            "with static, each queue is held to its own buffer, too"),
    SCHEDULER(
            "scheduler",
            8,
            PORT,
            "scheduler",
            Quantity.ofKeywords(DwrrScheduler.values()),
            0,
            2,
            "with wrr, what is left of a turn is not kept; wfq has no turns"),
    MARK_AT(
            "mark-at",
            9,
            PORT,
            "enable_dequeue_ecn",
            Quantity.ofKeywords(MarkPoint.values()),
            0,
            1,
            "when a packet is marked"),
    ROUND_ALPHA(
            "round-alpha",
            10,
            PORT,
            "round_alpha",
            Quantity.NUMBER,
            0,
            1000,
            "weight of the old round time, in 1/1000"),
    IDLE_INTERVAL(
            "idle-interval",
            11,
            PORT,
            "idle_interval_ns",
            Quantity.TIME,
            1,
            1_000_000_000,
            "idle time that counts as an empty round"),
    BUCKET(
            "bucket",
            12,
            PORT,
            "bucket_ns",
            Quantity.TIME,
            1,
            100_000_000,
            "depth of the token bucket, as time at the port's rate"),
    TCN_THRESH(
            "tcn-thresh",
            15,
            PORT,
            "tcn_thresh_ns",
            Quantity.TIME,
            0,
            DwrrLimits.SOJOURN,
            "TCN's threshold: the time in the queue above which a packet is marked"),
    CODEL_TARGET(
            "codel-target",
            16,
            PORT,
            "codel_target_ns",
            Quantity.TIME,
            1,
            DwrrLimits.SOJOURN,
            "CoDel's target: the time in the queue that may stand"),
    CODEL_INTERVAL(
            "codel-interval",
            17,
            PORT,
            "codel_interval_ns",
            Quantity.TIME,
            1,
            DwrrLimits.SOJOURN,
            "how long CoDel watches before it marks"),
    QUANTUM(
            "quantum",
            2,
            QUEUE,
            "queue_quantum_",
            Quantity.BYTES,
            256,
            1 << 20,
            "bytes of a queue's turn: its weight") {
        @Override
        public long sysctlMin() {
            return 1538;
        }

        @Override
        public long sysctlMax() {
            return 204_800;
        }
    },
    QUEUE_THRESH(
            "queue-thresh",
            3,
            QUEUE,
            "queue_thresh_bytes_",
            Quantity.BYTES,
            0,
            DwrrLimits.BYTES,
            "marking threshold of a queue"),
    QUEUE_BUFFER(
            "queue-buffer",
            4,
            QUEUE,
            "queue_buffer_bytes_",
            Quantity.BYTES,
            1,
            DwrrLimits.BYTES,
            "buffer of a queue, where buffer-mode is static"),
    DSCP(
            "dscp",
            5,
            QUEUE,
            "queue_dscp_",
            Quantity.NUMBER,
            0,
            63,
            "code point of a queue, by name or number; the first match wins, queue 0 takes the rest") {
        @Override
        public long parse(String text) {
            return Dscp.parse(text).value();
        }
    },
    PRIO(
            "prio",
            6,
            QUEUE,
            "queue_prio_",
            Quantity.NUMBER,
            0,
            7,
            "priority of a queue, 0 the highest; those of equal priority share what higher ones leave");

    private static final class DwrrLimits {
        static final long QUEUES = 64;
        static final long BYTES = Integer.MAX_VALUE;
        static final long SOJOURN = 1_000_000_000;
    }

    private final SettingSpec spec;

    DwrrSetting(
            String key,
            int attribute,
            Scope scope,
            String sysctl,
            Quantity quantity,
            long min,
            long max,
            String description) {
        this.spec = new SettingSpec(key, attribute, scope, sysctl, quantity, min, max, description);
    }

    @Override
    public SettingSpec spec() {
        return spec;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.mqecn.port.Setting.Scope.CREATION;
import static org.mqecn.port.Setting.Scope.PORT;
import static org.mqecn.port.Setting.Scope.QUEUE;

import org.mqecn.value.Dscp;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Quantity;

/** The settings of a dwrr port and its queues (kmod/uapi/dwrr.h). */
public enum DwrrSetting implements Setting {
    RATE(
            "rate",
            2,
            PORT,
            "",
            Quantity.RATE,
            1_000_000,
            400_000_000_000L,
            "port rate, including preamble and inter-frame gap"),
    QUEUES("queues", 3, CREATION, "", Quantity.NUMBER, 1, DwrrLimits.QUEUES, "number of queues (default: 8)"),
    ECN_SCHEME(
            "ecn-scheme", 4, PORT, "ecn_scheme", Quantity.ofKeywords(EcnScheme.values()), 0, 5, "ECN marking scheme"),
    PORT_THRESH(
            "port-thresh",
            5,
            PORT,
            "port_thresh_bytes",
            Quantity.BYTES,
            0,
            DwrrLimits.BYTES,
            "marking threshold of the port; standard threshold K of mq-ecn"),
    SHARED_BUFFER(
            "shared-buffer",
            6,
            PORT,
            "shared_buffer_bytes",
            Quantity.BYTES,
            1,
            DwrrLimits.BYTES,
            "buffer of the port, shared by its queues"),
    BUFFER_MODE(
            "buffer-mode",
            7,
            PORT,
            "buffer_mode",
            Quantity.ofKeywords(BufferMode.values()),
            0,
            1,
            "sharing of the buffer; static limits each queue to its own queue-buffer"),
    SCHEDULER(
            "scheduler",
            8,
            PORT,
            "scheduler",
            Quantity.ofKeywords(DwrrScheduler.values()),
            0,
            2,
            "scheduling algorithm of the queues"),
    MARK_AT(
            "mark-at",
            9,
            PORT,
            "enable_dequeue_ecn",
            Quantity.ofKeywords(MarkPoint.values()),
            0,
            1,
            "point at which packets are marked"),
    ROUND_ALPHA(
            "round-alpha",
            10,
            PORT,
            "round_alpha",
            Quantity.NUMBER,
            0,
            1000,
            "weight of the previous round time in the average, in 1/1000"),
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
            "depth of the token bucket, as time at the port rate"),
    TCN_THRESH(
            "tcn-thresh",
            15,
            PORT,
            "tcn_thresh_ns",
            Quantity.TIME,
            0,
            DwrrLimits.SOJOURN,
            "TCN threshold: packets with a longer sojourn time are marked"),
    CODEL_TARGET(
            "codel-target",
            16,
            PORT,
            "codel_target_ns",
            Quantity.TIME,
            1,
            DwrrLimits.SOJOURN,
            "CoDel TARGET: acceptable standing sojourn time"),
    CODEL_INTERVAL(
            "codel-interval",
            17,
            PORT,
            "codel_interval_ns",
            Quantity.TIME,
            1,
            DwrrLimits.SOJOURN,
            "CoDel INTERVAL: time above the target before marking starts"),
    QUANTUM(
            "quantum",
            2,
            QUEUE,
            "queue_quantum_",
            Quantity.BYTES,
            256,
            1 << 20,
            "quantum of a queue in DWRR and WRR; its weight in WFQ") {
        @Override
        public long sysctlMin() {
            return EthernetFrame.FULL_WIRE_LENGTH;
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
            "buffer of a queue with buffer-mode static"),
    DSCP(
            "dscp",
            5,
            QUEUE,
            "queue_dscp_",
            Quantity.NUMBER,
            0,
            63,
            "DSCP of a queue, by name or number; the first match wins, other packets go to queue 0") {
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
            "strict priority of a queue, 0 is the highest; the scheduler serves queues of equal priority");

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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.mqecn.port.Setting.Scope.CREATION;
import static org.mqecn.port.Setting.Scope.PORT;
import static org.mqecn.port.Setting.Scope.QUEUE;

import org.mqecn.value.CodePoints;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** The settings of a dwrr port and its queues (kmod/uapi/dwrr.h). */
public enum DwrrSetting implements Setting {
    RATE(
            "rate",
            2,
            PORT,
            "",
            Quantity.RATE,
            Byte.SIZE * UapiLimits.DWRR_RATE64_MIN,
            Byte.SIZE * UapiLimits.DWRR_RATE64_MAX,
            "port rate, including preamble and inter-frame gap"),
    QUEUES(
            "queues",
            3,
            CREATION,
            "",
            Quantity.NUMBER,
            UapiLimits.DWRR_NUM_QUEUES_MIN,
            UapiLimits.DWRR_NUM_QUEUES_MAX,
            "number of queues (default: 8)"),
    ECN_SCHEME("ecn-scheme", 4, "ecn_scheme", ModuleSchemes.keywords(SchemeRole.MARKING), "ECN marking scheme"),
    PORT_THRESH(
            "port-thresh",
            5,
            PORT,
            "port_thresh_bytes",
            Quantity.BYTES,
            UapiLimits.DWRR_PORT_THRESH_MIN,
            UapiLimits.DWRR_PORT_THRESH_MAX,
            "marking threshold of the port; standard threshold K of mq-ecn"),
    SHARED_BUFFER(
            "shared-buffer",
            6,
            PORT,
            "shared_buffer_bytes",
            Quantity.BYTES,
            UapiLimits.DWRR_SHARED_BUFFER_MIN,
            UapiLimits.DWRR_SHARED_BUFFER_MAX,
            "buffer of the port, shared by its queues"),
    BUFFER_MODE(
            "buffer-mode",
            7,
            "buffer_mode",
            ModuleSchemes.keywords(SchemeRole.BUFFERING),
            "buffer policy; static limits each queue to its own queue-buffer"),
    SCHEDULER("scheduler", 8, "scheduler", DwrrScheduler.values(), "scheduling algorithm of the queues"),
    MARK_AT("mark-at", 9, "enable_dequeue_ecn", MarkPoint.values(), "point at which packets are marked"),
    ROUND_ALPHA(
            "round-alpha",
            10,
            PORT,
            "round_alpha",
            Quantity.NUMBER,
            UapiLimits.DWRR_ROUND_ALPHA_MIN,
            UapiLimits.DWRR_ROUND_ALPHA_MAX,
            "weight of the previous round time in the average, in 1/1000"),
    IDLE_INTERVAL(
            "idle-interval",
            11,
            PORT,
            "idle_interval_ns",
            Quantity.TIME,
            UapiLimits.DWRR_IDLE_INTERVAL_MIN,
            UapiLimits.DWRR_IDLE_INTERVAL_MAX,
            "idle time that counts as an empty round"),
    BUCKET(
            "bucket",
            12,
            PORT,
            "bucket_ns",
            Quantity.TIME,
            UapiLimits.DWRR_BUCKET_MIN,
            UapiLimits.DWRR_BUCKET_MAX,
            "depth of the token bucket, as time at the port rate"),
    TCN_THRESH(
            "tcn-thresh",
            15,
            PORT,
            "tcn_thresh_ns",
            Quantity.TIME,
            UapiLimits.DWRR_TCN_THRESH_MIN,
            UapiLimits.DWRR_TCN_THRESH_MAX,
            "TCN threshold: packets with a longer sojourn time are marked"),
    CODEL_TARGET(
            "codel-target",
            16,
            PORT,
            "codel_target_ns",
            Quantity.TIME,
            UapiLimits.DWRR_CODEL_TARGET_MIN,
            UapiLimits.DWRR_CODEL_TARGET_MAX,
            "CoDel TARGET: acceptable standing sojourn time"),
    CODEL_INTERVAL(
            "codel-interval",
            17,
            PORT,
            "codel_interval_ns",
            Quantity.TIME,
            UapiLimits.DWRR_CODEL_INTERVAL_MIN,
            UapiLimits.DWRR_CODEL_INTERVAL_MAX,
            "CoDel INTERVAL: time above the target before marking starts"),
    TRUST("trust", 19, "", TrustedField.values(), "field that chooses the queue: the DSCP, or the PCP of the VLAN tag"),
    DEFAULT_QUEUE(
            "default-queue",
            20,
            PORT,
            "",
            Quantity.NUMBER,
            UapiLimits.DWRR_DEFAULT_QUEUE_MIN,
            UapiLimits.DWRR_DEFAULT_QUEUE_MAX,
            "queue of packets whose code point no queue has, or that have none") {
        @Override
        public String example() {
            return "0";
        }
    },
    HISTOGRAMS("histograms", 25, "", OnOff.values(), "histograms of sojourn time and occupancy in each queue"),
    QUANTUM(
            "quantum",
            2,
            QUEUE,
            "queue_quantum_",
            Quantity.BYTES,
            UapiLimits.DWRR_QUEUE_QUANTUM_MIN,
            UapiLimits.DWRR_QUEUE_QUANTUM_MAX,
            "quantum of a queue in DWRR and WRR; its weight in WFQ") {
        @Override
        public long sysctlMin() {
            return UapiLimits.DWRR_SYSCTL_QUANTUM_MIN;
        }

        @Override
        public long sysctlMax() {
            return UapiLimits.DWRR_SYSCTL_QUANTUM_MAX;
        }
    },
    QUEUE_THRESH(
            "queue-thresh",
            3,
            QUEUE,
            "queue_thresh_bytes_",
            Quantity.BYTES,
            UapiLimits.DWRR_QUEUE_THRESH_MIN,
            UapiLimits.DWRR_QUEUE_THRESH_MAX,
            "marking threshold of a queue"),
    QUEUE_BUFFER(
            "queue-buffer",
            4,
            QUEUE,
            "queue_buffer_bytes_",
            Quantity.BYTES,
            UapiLimits.DWRR_QUEUE_BUFFER_MIN,
            UapiLimits.DWRR_QUEUE_BUFFER_MAX,
            "buffer of a queue with buffer-mode static"),
    DSCP(
            "dscp",
            5,
            QUEUE,
            "queue_dscp_",
            CodePoints.DSCP,
            UapiLimits.DWRR_QUEUE_DSCP_MIN,
            UapiLimits.DWRR_QUEUE_DSCP_MAX,
            "DSCPs of a queue, names, numbers and ranges, or none: ef,va,af41-af43") {
        @Override
        public long fromSysctl(long number) {
            return CodePoints.of((int) number);
        }

        /** A sysctl has one code point. */
        @Override
        public long toSysctl(long set) {
            if (Long.bitCount(set) != 1) {
                throw UserError.usage(
                        key() + " " + quantity().format(set) + ": a sysctl gives each queue exactly one code point",
                        "name the device: mqecn set DEV " + key() + " QUEUE:"
                                + quantity().example());
            }
            return Long.numberOfTrailingZeros(set);
        }
    },
    PRIO(
            "prio",
            6,
            QUEUE,
            "queue_prio_",
            Quantity.NUMBER,
            UapiLimits.DWRR_QUEUE_PRIO_MIN,
            UapiLimits.DWRR_QUEUE_PRIO_MAX,
            "strict priority of a queue, 0 is the highest; the scheduler serves queues of equal priority"),
    PCP(
            "pcp",
            7,
            QUEUE,
            "",
            CodePoints.PCP,
            UapiLimits.DWRR_QUEUE_PCP_MIN,
            UapiLimits.DWRR_QUEUE_PCP_MAX,
            "PCPs of a queue, if the port trusts them: 5,6-7, or none");

    private final SettingSpec spec;

    /** A choice, of the port. */
    DwrrSetting(String key, int attribute, String sysctl, Keyword[] choices, String description) {
        this(key, attribute, PORT, sysctl, Quantity.ofKeywords(choices), 0, choices.length - 1, description);
    }

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

    /** A sysctl has the number of a scheme, and those with modules have none. */
    @Override
    public long checkSysctl(long value) {
        if (SchemeRole.of(this).isPresent() && value > sysctlMax()) {
            throw UserError.usage(
                    key() + " " + quantity().format(value) + ": the sysctl knows only the schemes of dwrr itself",
                    "name the device: mqecn set DEV " + key() + " " + quantity().format(value));
        }
        return Setting.super.checkSysctl(value);
    }

    @Override
    public long sysctlMax() {
        return SchemeRole.of(this).map(role -> role.ownSchemes() - 1L).orElseGet(Setting.super::sysctlMax);
    }

    /** Whether the setting has an effect with a scheme. */
    public boolean isUsedBy(EcnScheme scheme) {
        return DwrrConstraints.schemesThatUse(this).contains(scheme);
    }

    @Override
    public SettingSpec spec() {
        return spec;
    }
}

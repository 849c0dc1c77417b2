// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;

/** The settings of an eiffel port (kmod/uapi/eiffel.h). Each can be changed while packets are queued. */
public enum EiffelSetting implements Setting {
    POLICY("policy", 2, EiffelPolicy.values(), "scheduling policy among eligible flows"),
    RANK_FROM("rank-from", 3, RankSource.values(), "packet field that holds the rank"),
    LIMIT(
            "limit",
            4,
            Quantity.NUMBER,
            UapiLimits.EIFFEL_LIMIT_MIN,
            UapiLimits.EIFFEL_LIMIT_MAX,
            "limit of the qdisc in packets"),
    FLOW_LIMIT(
            "flow-limit",
            5,
            Quantity.NUMBER,
            UapiLimits.EIFFEL_FLOW_LIMIT_MIN,
            UapiLimits.EIFFEL_FLOW_LIMIT_MAX,
            "limit per flow in packets"),
    BUCKETS(
            "buckets",
            6,
            Quantity.NUMBER,
            UapiLimits.EIFFEL_BUCKETS_MIN,
            UapiLimits.EIFFEL_BUCKETS_MAX,
            "number of buckets in each of the two windows"),
    GRANULARITY(
            "granularity",
            7,
            Quantity.TIME,
            UapiLimits.EIFFEL_GRANULARITY_MIN,
            UapiLimits.EIFFEL_GRANULARITY_MAX,
            "width of a bucket"),
    HASH_BUCKETS(
            "hash-buckets",
            8,
            Quantity.NUMBER,
            UapiLimits.EIFFEL_HASH_BUCKETS_MIN,
            UapiLimits.EIFFEL_HASH_BUCKETS_MAX,
            "maximum size of the hash table of flows"),
    QUANTUM(
            "quantum",
            9,
            Quantity.BYTES,
            UapiLimits.EIFFEL_QUANTUM_MIN,
            UapiLimits.EIFFEL_QUANTUM_MAX,
            "quantum of a flow"),
    INITIAL_QUANTUM(
            "initial-quantum",
            10,
            Quantity.BYTES,
            UapiLimits.EIFFEL_INITIAL_QUANTUM_MIN,
            UapiLimits.EIFFEL_INITIAL_QUANTUM_MAX,
            "quantum of a new flow"),
    PACING("pacing", 11, OnOff.values(), "per-flow pacing"),
    MAXRATE(
            "maxrate",
            12,
            Quantity.RATE.orNone(),
            Byte.SIZE * UapiLimits.EIFFEL_MAXRATE64_MIN,
            Byte.SIZE * UapiLimits.EIFFEL_MAXRATE64_MAX,
            "maximum rate per flow"),
    LOW_RATE_THRESHOLD(
            "low-rate-threshold",
            13,
            Quantity.RATE,
            Byte.SIZE * UapiLimits.EIFFEL_LOW_RATE_THRESHOLD_MIN,
            Byte.SIZE * UapiLimits.EIFFEL_LOW_RATE_THRESHOLD_MAX,
            "flows up to this rate are paced after every packet"),
    REFILL_DELAY(
            "refill-delay",
            14,
            Quantity.TIME,
            UapiLimits.EIFFEL_REFILL_DELAY_MIN,
            UapiLimits.EIFFEL_REFILL_DELAY_MAX,
            "idle time after which a flow gets a new quantum"),
    ORPHAN_MASK(
            "orphan-mask",
            15,
            Quantity.NUMBER,
            UapiLimits.EIFFEL_ORPHAN_MASK_MIN,
            UapiLimits.EIFFEL_ORPHAN_MASK_MAX,
            "hash bits that distinguish flows of packets without a socket"),
    CE_THRESHOLD(
            "ce-threshold",
            16,
            Quantity.TIME.orNone(),
            UapiLimits.EIFFEL_CE_THRESHOLD64_MIN,
            UapiLimits.EIFFEL_CE_THRESHOLD64_MAX,
            "mark packets CE that leave later than their departure time by more than this"),
    TIMER_SLACK(
            "timer-slack",
            17,
            Quantity.TIME,
            UapiLimits.EIFFEL_TIMER_SLACK_MIN,
            UapiLimits.EIFFEL_TIMER_SLACK_MAX,
            "maximum delay of the timer"),
    HORIZON(
            "horizon",
            18,
            Quantity.TIME,
            UapiLimits.EIFFEL_HORIZON64_MIN,
            UapiLimits.EIFFEL_HORIZON64_MAX,
            "maximum time until a packet's departure time"),
    BEYOND_HORIZON("beyond-horizon", 19, HorizonAction.values(), "action for packets beyond the horizon"),
    DEADLINE_UNIT(
            "deadline-unit",
            20,
            Quantity.TIME,
            UapiLimits.EIFFEL_DEADLINE_UNIT_MIN,
            UapiLimits.EIFFEL_DEADLINE_UNIT_MAX,
            "deadline per unit of rank (policy edf)");

    private final SettingSpec spec;

    /** A choice. */
    EiffelSetting(String key, int attribute, Keyword[] choices, String description) {
        this(key, attribute, Quantity.ofKeywords(choices), 0, choices.length - 1, description);
    }

    EiffelSetting(String key, int attribute, Quantity quantity, long min, long max, String description) {
        this.spec = new SettingSpec(key, attribute, Scope.PORT, "", quantity, min, max, description);
    }

    @Override
    public SettingSpec spec() {
        return spec;
    }
}

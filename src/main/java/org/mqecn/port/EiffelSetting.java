// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Quantity;

/** The settings of an eiffel port (kmod/uapi/eiffel.h). Each can be changed while packets are queued. */
public enum EiffelSetting implements Setting {
    POLICY("policy", 2, Quantity.ofKeywords(EiffelPolicy.values()), 0, 5, "scheduling policy among eligible flows"),
    RANK_FROM("rank-from", 3, Quantity.ofKeywords(RankSource.values()), 0, 2, "packet field that holds the rank"),
    LIMIT("limit", 4, Quantity.NUMBER, 1, EiffelLimits.PACKETS, "limit of the qdisc in packets"),
    FLOW_LIMIT("flow-limit", 5, Quantity.NUMBER, 1, EiffelLimits.PACKETS, "limit per flow in packets"),
    BUCKETS("buckets", 6, Quantity.NUMBER, 64, 1 << 18, "number of buckets in each of the two windows"),
    GRANULARITY("granularity", 7, Quantity.TIME, 64, EiffelLimits.SECOND, "width of a bucket"),
    HASH_BUCKETS("hash-buckets", 8, Quantity.NUMBER, 1, 1 << 18, "size of the hash table of flows"),
    QUANTUM("quantum", 9, Quantity.BYTES, 256, 1 << 20, "quantum of a flow"),
    INITIAL_QUANTUM("initial-quantum", 10, Quantity.BYTES, 256, 1 << 20, "quantum of a new flow"),
    PACING("pacing", 11, Quantity.ofKeywords(OnOff.values()), 0, 1, "per-flow pacing"),
    MAXRATE("maxrate", 12, Quantity.RATE.orNone(), 8_000, EiffelLimits.RATE, "maximum rate per flow"),
    LOW_RATE_THRESHOLD(
            "low-rate-threshold",
            13,
            Quantity.RATE,
            0,
            8 * EiffelLimits.UNSIGNED,
            "flows up to this rate are paced after every packet"),
    REFILL_DELAY(
            "refill-delay", 14, Quantity.TIME, 0, EiffelLimits.TIME, "idle time after which a flow gets a new quantum"),
    ORPHAN_MASK(
            "orphan-mask",
            15,
            Quantity.NUMBER,
            0,
            EiffelLimits.UNSIGNED,
            "hash bits that distinguish flows of packets without a socket"),
    CE_THRESHOLD(
            "ce-threshold",
            16,
            Quantity.TIME.orNone(),
            0,
            EiffelLimits.HOUR,
            "mark packets CE that leave later than their departure time by more than this"),
    TIMER_SLACK("timer-slack", 17, Quantity.TIME, 0, EiffelLimits.TIME, "maximum delay of the timer"),
    HORIZON("horizon", 18, Quantity.TIME, 1_000, EiffelLimits.HOUR, "maximum time until a packet's departure time"),
    BEYOND_HORIZON(
            "beyond-horizon",
            19,
            Quantity.ofKeywords(HorizonAction.values()),
            0,
            1,
            "action for packets beyond the horizon"),
    DEADLINE_UNIT("deadline-unit", 20, Quantity.TIME, 1, EiffelLimits.TIME, "deadline per unit of rank (policy edf)");

    private static final class EiffelLimits {
        static final long PACKETS = Integer.MAX_VALUE;
        static final long UNSIGNED = 0xffffffffL;
        static final long RATE = 1_000_000_000_000_000L;
        static final long SECOND = 1_000_000_000;
        static final long TIME = 4 * SECOND;
        static final long HOUR = 3600 * SECOND;
    }

    private final SettingSpec spec;

    EiffelSetting(String key, int attribute, Quantity quantity, long min, long max, String description) {
        this.spec = new SettingSpec(key, attribute, Scope.PORT, "", quantity, min, max, description);
    }

    @Override
    public SettingSpec spec() {
        return spec;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import org.mqecn.value.Quantity;

/** The settings of an eiffel port (kmod/uapi/eiffel.h). Each can be changed while packets wait. */
public enum EiffelSetting implements Setting {
    POLICY(
            "policy",
            2,
            Quantity.ofKeywords(EiffelPolicy.values()),
            0,
            5,
            "which of the flows that may send goes first"),
    RANK_FROM("rank-from", 3, Quantity.ofKeywords(RankSource.values()), 0, 2, "where a packet carries its rank"),
    LIMIT("limit", 4, Quantity.NUMBER, 1, EiffelLimits.PACKETS, "most packets in all"),
    FLOW_LIMIT("flow-limit", 5, Quantity.NUMBER, 1, EiffelLimits.PACKETS, "most packets of a flow"),
    BUCKETS("buckets", 6, Quantity.NUMBER, 64, 1 << 18, "buckets of each of the two windows"),
    GRANULARITY("granularity", 7, Quantity.TIME, 64, EiffelLimits.SECOND, "width of a bucket"),
    HASH_BUCKETS("hash-buckets", 8, Quantity.NUMBER, 1, 1 << 20, "size of the table of flows"),
    QUANTUM("quantum", 9, Quantity.BYTES, 256, 1 << 20, "bytes of a flow's turn"),
    INITIAL_QUANTUM("initial-quantum", 10, Quantity.BYTES, 256, 1 << 20, "bytes of a new flow's first turn"),
    PACING("pacing", 11, Quantity.ofKeywords(OnOff.values()), 0, 1, "whether flows are held to their rates"),
    MAXRATE("maxrate", 12, Quantity.RATE.orNone(), 8_000, EiffelLimits.RATE, "what each flow sends at most"),
    LOW_RATE_THRESHOLD(
            "low-rate-threshold",
            13,
            Quantity.RATE,
            0,
            8 * EiffelLimits.UNSIGNED,
            "flows that are no faster wait after each packet"),
    REFILL_DELAY(
            "refill-delay", 14, Quantity.TIME, 0, EiffelLimits.TIME, "idle time after which a flow has a new quantum"),
    ORPHAN_MASK(
            "orphan-mask",
            15,
            Quantity.NUMBER,
            0,
            EiffelLimits.UNSIGNED,
            "bits of the hash by which packets without a socket are told apart"),
    CE_THRESHOLD(
            "ce-threshold",
            16,
            Quantity.TIME.orNone(),
            0,
            EiffelLimits.HOUR,
            "packets that leave so much later than they might are marked CE"),
    TIMER_SLACK("timer-slack", 17, Quantity.TIME, 0, EiffelLimits.TIME, "how late the timer may be"),
    HORIZON("horizon", 18, Quantity.TIME, 1_000, EiffelLimits.HOUR, "how far ahead the time of a packet may lie"),
    BEYOND_HORIZON(
            "beyond-horizon",
            19,
            Quantity.ofKeywords(HorizonAction.values()),
            0,
            1,
            "what happens to packets whose time lies further ahead"),
    DEADLINE_UNIT(
            "deadline-unit", 20, Quantity.TIME, 1, EiffelLimits.TIME, "what one of the ranks of policy edf counts");

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

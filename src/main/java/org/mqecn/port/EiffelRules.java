// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An eiffel port sorts packets by times and by ranks: the times must fit its buckets and its horizon, and a rank must
 * be something to its policy.
 */
final class EiffelRules implements Rules {
    /** A full frame, as eiffel counts it: without preamble, checksum and gap. */
    private static final long FRAME_BITS = 1514 * Byte.SIZE;
    private static final long NANOS = 1_000_000_000;

    @Override
    public Optional<Setting> required() {
        return Optional.empty();
    }

    /**
     * eiffel_defaults() in kmod/eiffel/netlink.c, but for the quanta, which follow the device's MTU, and for what is
     * nothing to most policies.
     */
    @Override
    public Map<Setting, Long> beginning() {
        return Map.ofEntries(Map.entry(EiffelSetting.POLICY, (long) Policy.PACING.ordinal()),
                Map.entry(EiffelSetting.LIMIT, 10_000L), Map.entry(EiffelSetting.FLOW_LIMIT, 100L),
                Map.entry(EiffelSetting.BUCKETS, 16_384L), Map.entry(EiffelSetting.GRANULARITY, 8_000L),
                Map.entry(EiffelSetting.HASH_BUCKETS, 16_384L), Map.entry(EiffelSetting.PACING, (long) OnOff.ON.ordinal()),
                Map.entry(EiffelSetting.MAXRATE, Quantity.NONE), Map.entry(EiffelSetting.LOW_RATE_THRESHOLD, 550_000L),
                Map.entry(EiffelSetting.REFILL_DELAY, 40_000_000L), Map.entry(EiffelSetting.ORPHAN_MASK, 1023L),
                Map.entry(EiffelSetting.CE_THRESHOLD, Quantity.NONE), Map.entry(EiffelSetting.TIMER_SLACK, 10_000L),
                Map.entry(EiffelSetting.HORIZON, 10 * NANOS),
                Map.entry(EiffelSetting.BEYOND_HORIZON, (long) BeyondHorizon.DROP.ordinal()));
    }

    @Override
    public void check(List<Assignment> asked, Map<Setting, Long> otherwise) {
        Values values = new Values(asked, otherwise);
        checkRanks(values);
        checkPacing(values);
        checkWindow(values);
        checkHorizon(values);
    }

    private static void checkRanks(Values values) {
        if (!values.knows(EiffelSetting.POLICY)) {
            return;
        }
        Policy policy = Policy.values()[(int) values.get(EiffelSetting.POLICY)];
        if (values.names(EiffelSetting.RANK_FROM) && !policy.readsRank()) {
            throw UserError.usage("policy " + policy.word() + " reads no rank: rank-from changes nothing",
                    "leave rank-from out, or choose a policy that does: " + Arrays.stream(Policy.values())
                            .filter(Policy::readsRank).map(Policy::word).collect(Collectors.joining(", ")));
        }
        if (values.names(EiffelSetting.DEADLINE_UNIT) && policy != Policy.EDF) {
            throw UserError.usage("policy " + policy.word() + " knows no deadlines: deadline-unit changes nothing",
                    "leave deadline-unit out, or choose policy edf");
        }
    }

    private static void checkPacing(Values values) {
        if (values.names(EiffelSetting.MAXRATE) && values.names(EiffelSetting.PACING)
                && values.get(EiffelSetting.MAXRATE) != Quantity.NONE
                && values.get(EiffelSetting.PACING) == OnOff.OFF.ordinal()) {
            throw UserError.usage("maxrate " + values.print(EiffelSetting.MAXRATE)
                    + " and pacing off contradict each other: without pacing no rate counts", "leave one of them out");
        }
    }

    /** What a window reaches: no further than the longest horizon, and as far as the timer may be late. */
    private static void checkWindow(Values values) {
        if (!values.names(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY, EiffelSetting.TIMER_SLACK)
                || !values.knows(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY)) {
            return;
        }
        long window = values.get(EiffelSetting.BUCKETS) * values.get(EiffelSetting.GRANULARITY);
        String reach = values.get(EiffelSetting.BUCKETS) + " buckets of " + values.print(EiffelSetting.GRANULARITY)
                + " reach " + Quantity.TIME.print(window);
        if (window > EiffelSetting.HORIZON.row().max()) {
            throw UserError.usage(reach + ", further than any time of a packet, "
                    + Quantity.TIME.print(EiffelSetting.HORIZON.row().max()), "take fewer buckets, or narrower ones");
        }
        if (values.knows(EiffelSetting.TIMER_SLACK) && window < values.get(EiffelSetting.TIMER_SLACK)) {
            throw UserError.usage(reach + ", and the timer may be later than that, by timer-slack "
                    + values.print(EiffelSetting.TIMER_SLACK), "take more buckets, wider ones, or less timer-slack");
        }
    }

    private static void checkHorizon(Values values) {
        if (!values.names(EiffelSetting.HORIZON, EiffelSetting.MAXRATE)
                || !values.knows(EiffelSetting.HORIZON, EiffelSetting.MAXRATE)
                || values.get(EiffelSetting.MAXRATE) == Quantity.NONE) {
            return;
        }
        long time = frameTime(values.get(EiffelSetting.MAXRATE));
        if (values.get(EiffelSetting.HORIZON) < time) {
            throw UserError.usage("horizon " + values.print(EiffelSetting.HORIZON) + " is shorter than the "
                    + Quantity.TIME.print(time) + " that a full frame takes at maxrate "
                    + values.print(EiffelSetting.MAXRATE), "take a horizon of some frames, or a greater maxrate");
        }
    }

    /** How long a full frame takes at a rate. */
    private static long frameTime(long rate) {
        return FRAME_BITS * NANOS / rate;
    }

    @Override
    public List<String> warnings(PortConfig config) {
        Values values = new Values(List.of(), config.values());
        List<String> warnings = new ArrayList<>();
        boolean limited = values.get(EiffelSetting.MAXRATE) != Quantity.NONE;
        if (limited && values.get(EiffelSetting.PACING) == OnOff.OFF.ordinal()) {
            warnings.add("maxrate " + values.print(EiffelSetting.MAXRATE) + " is for nothing: pacing is off");
        }
        if (values.get(EiffelSetting.HORIZON) < values.get(EiffelSetting.GRANULARITY)) {
            warnings.add("horizon (%s) is shorter than a bucket (%s): packets with times of their own are hardly held"
                    .formatted(values.print(EiffelSetting.HORIZON), values.print(EiffelSetting.GRANULARITY)) + " back");
        }
        long windows = 2 * values.get(EiffelSetting.BUCKETS) * values.get(EiffelSetting.GRANULARITY);
        if (limited && windows < frameTime(values.get(EiffelSetting.MAXRATE))) {
            warnings.add("both windows (%s) are shorter than a full frame takes at maxrate %s: flows are sorted twice"
                    .formatted(Quantity.TIME.print(windows), values.print(EiffelSetting.MAXRATE)));
        }
        if (values.get(EiffelSetting.FLOW_LIMIT) > values.get(EiffelSetting.LIMIT)) {
            warnings.add("flow-limit (%d) is above limit (%d): one flow can keep out the others"
                    .formatted(values.get(EiffelSetting.FLOW_LIMIT), values.get(EiffelSetting.LIMIT)));
        }
        return warnings;
    }

    /** What is asked for, and what holds otherwise. */
    private static final class Values {
        private final Map<Setting, Long> asked = new HashMap<>();
        private final Map<Setting, Long> all;

        Values(List<Assignment> asked, Map<Setting, Long> otherwise) {
            asked.forEach(each -> this.asked.put(each.setting(), each.value()));
            all = new HashMap<>(otherwise);
            all.putAll(this.asked);
        }

        /** Whether one of them is asked for. */
        boolean names(Setting... settings) {
            return Arrays.stream(settings).anyMatch(asked::containsKey);
        }

        /** Whether it is known what all of them will be. */
        boolean knows(Setting... settings) {
            return Arrays.stream(settings).allMatch(all::containsKey);
        }

        long get(Setting setting) {
            return all.get(setting);
        }

        String print(Setting setting) {
            return setting.quantity().print(get(setting));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/**
 * An eiffel port sorts packets by times and by ranks: the times must fit its buckets and its horizon, and a rank must
 * be something to its policy.
 */
final class EiffelConstraints implements QdiscConstraints {
    /** A full frame, as eiffel counts it: without preamble, checksum and gap. */
    private static final long FRAME_BITS = 1514 * Byte.SIZE;

    private static final long NANOS = 1_000_000_000;

    @Override
    public Optional<Setting> requiredSetting() {
        return Optional.empty();
    }

    /**
     * eiffel_defaults() in kmod/eiffel/netlink.c, but for the quanta, which follow the device's MTU, and for what is
     * nothing to most policies.
     */
    @Override
    public Map<Setting, Long> defaults() {
        return Map.ofEntries(
                Map.entry(EiffelSetting.POLICY, (long) EiffelPolicy.PACING.ordinal()),
                Map.entry(EiffelSetting.LIMIT, 10_000L),
                Map.entry(EiffelSetting.FLOW_LIMIT, 100L),
                Map.entry(EiffelSetting.BUCKETS, 16_384L),
                Map.entry(EiffelSetting.GRANULARITY, 8_000L),
                Map.entry(EiffelSetting.HASH_BUCKETS, 16_384L),
                Map.entry(EiffelSetting.PACING, (long) OnOff.ON.ordinal()),
                Map.entry(EiffelSetting.MAXRATE, Quantity.NONE),
                Map.entry(EiffelSetting.LOW_RATE_THRESHOLD, 550_000L),
                Map.entry(EiffelSetting.REFILL_DELAY, 40_000_000L),
                Map.entry(EiffelSetting.ORPHAN_MASK, 1023L),
                Map.entry(EiffelSetting.CE_THRESHOLD, Quantity.NONE),
                Map.entry(EiffelSetting.TIMER_SLACK, 10_000L),
                Map.entry(EiffelSetting.HORIZON, 10 * NANOS),
                Map.entry(EiffelSetting.BEYOND_HORIZON, (long) HorizonAction.DROP.ordinal()));
    }

    @Override
    public void validate(List<Assignment> asked, Map<Setting, Long> otherwise) {
        SettingValues settingValues = new SettingValues(asked, otherwise);
        checkRanks(settingValues);
        checkPacing(settingValues);
        checkWindow(settingValues);
        checkHorizon(settingValues);
    }

    private static void checkRanks(SettingValues settingValues) {
        if (!settingValues.isKnown(EiffelSetting.POLICY)) {
            return;
        }
        EiffelPolicy eiffelPolicy = EiffelPolicy.values()[(int) settingValues.get(EiffelSetting.POLICY)];
        if (settingValues.isRequested(EiffelSetting.RANK_FROM) && !eiffelPolicy.readsRank()) {
            throw UserError.usage(
                    "policy " + eiffelPolicy.keyword() + " reads no rank: rank-from changes nothing",
                    "leave rank-from out, or choose a policy that does: "
                            + Arrays.stream(EiffelPolicy.values())
                                    .filter(EiffelPolicy::readsRank)
                                    .map(EiffelPolicy::keyword)
                                    .collect(Collectors.joining(", ")));
        }
        if (settingValues.isRequested(EiffelSetting.DEADLINE_UNIT) && eiffelPolicy != EiffelPolicy.EDF) {
            throw UserError.usage(
                    "policy " + eiffelPolicy.keyword() + " knows no deadlines: deadline-unit changes nothing",
                    "leave deadline-unit out, or choose policy edf");
        }
    }

    private static void checkPacing(SettingValues settingValues) {
        if (settingValues.isRequested(EiffelSetting.MAXRATE)
                && settingValues.isRequested(EiffelSetting.PACING)
                && settingValues.get(EiffelSetting.MAXRATE) != Quantity.NONE
                && settingValues.get(EiffelSetting.PACING) == OnOff.OFF.ordinal()) {
            throw UserError.usage(
                    "maxrate " + settingValues.format(EiffelSetting.MAXRATE)
                            + " and pacing off contradict each other: without pacing no rate counts",
                    "leave one of them out");
        }
    }

    /** What a window reaches: no further than the longest horizon, and as far as the timer may be late. */
    private static void checkWindow(SettingValues settingValues) {
        if (!settingValues.isRequested(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY, EiffelSetting.TIMER_SLACK)
                || !settingValues.isKnown(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY)) {
            return;
        }
        long window = settingValues.get(EiffelSetting.BUCKETS) * settingValues.get(EiffelSetting.GRANULARITY);
        String reach = settingValues.get(EiffelSetting.BUCKETS) + " buckets of "
                + settingValues.format(EiffelSetting.GRANULARITY) + " reach " + Quantity.TIME.format(window);
        if (window > EiffelSetting.HORIZON.spec().max()) {
            throw UserError.usage(
                    reach + ", further than any time of a packet, "
                            + Quantity.TIME.format(EiffelSetting.HORIZON.spec().max()),
                    "take fewer buckets, or narrower ones");
        }
        if (settingValues.isKnown(EiffelSetting.TIMER_SLACK) && window < settingValues.get(EiffelSetting.TIMER_SLACK)) {
            throw UserError.usage(
                    reach + ", and the timer may be later than that, by timer-slack "
                            + settingValues.format(EiffelSetting.TIMER_SLACK),
                    "take more buckets, wider ones, or less timer-slack");
        }
    }

    private static void checkHorizon(SettingValues settingValues) {
        if (!settingValues.isRequested(EiffelSetting.HORIZON, EiffelSetting.MAXRATE)
                || !settingValues.isKnown(EiffelSetting.HORIZON, EiffelSetting.MAXRATE)
                || settingValues.get(EiffelSetting.MAXRATE) == Quantity.NONE) {
            return;
        }
        long time = frameTime(settingValues.get(EiffelSetting.MAXRATE));
        if (settingValues.get(EiffelSetting.HORIZON) < time) {
            throw UserError.usage(
                    "horizon " + settingValues.format(EiffelSetting.HORIZON) + " is shorter than the "
                            + Quantity.TIME.format(time) + " that a full frame takes at maxrate "
                            + settingValues.format(EiffelSetting.MAXRATE),
                    "take a horizon of some frames, or a greater maxrate");
        }
    }

    /** How long a full frame takes at a rate. */
    private static long frameTime(long rate) {
        return FRAME_BITS * NANOS / rate;
    }

    @Override
    public List<String> warnings(PortConfig config) {
        SettingValues settingValues = new SettingValues(List.of(), config.values());
        List<String> warnings = new ArrayList<>();
        boolean limited = settingValues.get(EiffelSetting.MAXRATE) != Quantity.NONE;
        if (limited && settingValues.get(EiffelSetting.PACING) == OnOff.OFF.ordinal()) {
            warnings.add("maxrate " + settingValues.format(EiffelSetting.MAXRATE) + " has no effect: pacing is off");
        }
        if (settingValues.get(EiffelSetting.HORIZON) < settingValues.get(EiffelSetting.GRANULARITY)) {
            warnings.add("horizon (%s) is shorter than a bucket (%s): packets with times of their own are hardly held"
                            .formatted(
                                    settingValues.format(EiffelSetting.HORIZON),
                                    settingValues.format(EiffelSetting.GRANULARITY))
                    + " back");
        }
        long windows = 2 * settingValues.get(EiffelSetting.BUCKETS) * settingValues.get(EiffelSetting.GRANULARITY);
        if (limited && windows < frameTime(settingValues.get(EiffelSetting.MAXRATE))) {
            warnings.add("both windows (%s) are shorter than a full frame takes at maxrate %s: flows are sorted twice"
                    .formatted(Quantity.TIME.format(windows), settingValues.format(EiffelSetting.MAXRATE)));
        }
        if (settingValues.get(EiffelSetting.FLOW_LIMIT) > settingValues.get(EiffelSetting.LIMIT)) {
            warnings.add("flow-limit (%d) is above limit (%d): one flow can keep out the others"
                    .formatted(settingValues.get(EiffelSetting.FLOW_LIMIT), settingValues.get(EiffelSetting.LIMIT)));
        }
        return warnings;
    }

    /** What is asked for, and what holds otherwise. */
    private static final class SettingValues {
        private final Map<Setting, Long> requested = new HashMap<>();
        private final Map<Setting, Long> effective;

        SettingValues(List<Assignment> asked, Map<Setting, Long> otherwise) {
            asked.forEach(each -> this.requested.put(each.setting(), each.value()));
            effective = new HashMap<>(otherwise);
            effective.putAll(this.requested);
        }

        /** Whether one of them is asked for. */
        boolean isRequested(Setting... settings) {
            return Arrays.stream(settings).anyMatch(requested::containsKey);
        }

        /** Whether it is known what all of them will be. */
        boolean isKnown(Setting... settings) {
            return Arrays.stream(settings).allMatch(effective::containsKey);
        }

        long get(Setting setting) {
            return effective.get(setting);
        }

        String format(Setting setting) {
            return setting.quantity().format(get(setting));
        }
    }
}

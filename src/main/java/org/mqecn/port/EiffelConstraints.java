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

/** Constraints of eiffel: times must fit its buckets and horizon, and only some policies read a rank. */
final class EiffelConstraints implements QdiscConstraints {
    /** A full frame without preamble, FCS and inter-frame gap: eiffel does not count them. */
    private static final long FRAME_BITS = 1514 * Byte.SIZE;

    private static final long NANOS = 1_000_000_000;

    @Override
    public Optional<Setting> requiredSetting() {
        return Optional.empty();
    }

    /**
     * The defaults of eiffel_config_init() in kmod/eiffel/config.c, except for the quanta, which depend on the MTU, and for settings that only some
     * policies have.
     */
    @Override
    public Map<Setting, Long> defaults() {
        return Map.ofEntries(
                Map.entry(EiffelSetting.POLICY, (long) EiffelPolicy.PACING.ordinal()),
                Map.entry(EiffelSetting.LIMIT, 10_000L),
                Map.entry(EiffelSetting.FLOW_LIMIT, 100L),
                Map.entry(EiffelSetting.BUCKETS, 16_384L),
                Map.entry(EiffelSetting.GRANULARITY, 8_000L),
                Map.entry(EiffelSetting.HASH_BUCKETS, 262_144L),
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
    public void validate(List<Assignment> assignments, PortConfig present) {
        SettingValues settingValues = new SettingValues(assignments, present.values());
        checkRanks(settingValues);
        checkPacing(settingValues);
        checkWindow(settingValues);
        checkHorizon(settingValues);
    }

    private static void checkRanks(SettingValues settingValues) {
        if (!settingValues.isKnown(EiffelSetting.POLICY)) {
            return;
        }
        EiffelPolicy policy = EiffelPolicy.values()[(int) settingValues.get(EiffelSetting.POLICY)];
        if (settingValues.isRequested(EiffelSetting.RANK_FROM) && !policy.readsRank()) {
            throw UserError.usage(
                    "policy " + policy.keyword() + " reads no rank: rank-from has no effect",
                    "leave out rank-from, or use a policy with ranks: "
                            + Arrays.stream(EiffelPolicy.values())
                                    .filter(EiffelPolicy::readsRank)
                                    .map(EiffelPolicy::keyword)
                                    .collect(Collectors.joining(", ")));
        }
        if (settingValues.isRequested(EiffelSetting.DEADLINE_UNIT) && policy != EiffelPolicy.EDF) {
            throw UserError.usage(
                    "policy " + policy.keyword() + " has no deadlines: deadline-unit has no effect",
                    "leave out deadline-unit, or use policy edf");
        }
    }

    private static void checkPacing(SettingValues settingValues) {
        if (settingValues.isRequested(EiffelSetting.MAXRATE)
                && settingValues.isRequested(EiffelSetting.PACING)
                && settingValues.get(EiffelSetting.MAXRATE) != Quantity.NONE
                && settingValues.get(EiffelSetting.PACING) == OnOff.OFF.ordinal()) {
            throw UserError.usage(
                    "maxrate " + settingValues.format(EiffelSetting.MAXRATE) + " has no effect with pacing off",
                    "leave one of them out");
        }
    }

    /** A window must not exceed the maximum horizon and must not be shorter than the timer slack. */
    private static void checkWindow(SettingValues settingValues) {
        if (!settingValues.isRequested(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY, EiffelSetting.TIMER_SLACK)
                || !settingValues.isKnown(EiffelSetting.BUCKETS, EiffelSetting.GRANULARITY)) {
            return;
        }
        long window = settingValues.get(EiffelSetting.BUCKETS) * settingValues.get(EiffelSetting.GRANULARITY);
        String coverage = settingValues.get(EiffelSetting.BUCKETS) + " buckets of "
                + settingValues.format(EiffelSetting.GRANULARITY) + " cover " + Quantity.TIME.format(window);
        if (window > EiffelSetting.HORIZON.spec().max()) {
            throw UserError.usage(
                    coverage + ", more than the maximum horizon of "
                            + Quantity.TIME.format(EiffelSetting.HORIZON.spec().max()),
                    "use fewer buckets or a smaller granularity");
        }
        if (settingValues.isKnown(EiffelSetting.TIMER_SLACK) && window < settingValues.get(EiffelSetting.TIMER_SLACK)) {
            throw UserError.usage(
                    coverage + ", less than timer-slack " + settingValues.format(EiffelSetting.TIMER_SLACK),
                    "use more buckets, a larger granularity or a smaller timer-slack");
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
                            + Quantity.TIME.format(time) + " transmission time of a full frame at maxrate "
                            + settingValues.format(EiffelSetting.MAXRATE),
                    "use a longer horizon or a higher maxrate");
        }
    }

    /** The transmission time of a full frame at a rate. */
    private static long frameTime(long rate) {
        return FRAME_BITS * NANOS / rate;
    }

    @Override
    public boolean isRequestable(Setting setting, PortConfig config) {
        Map<Setting, Long> values = config.values();
        EiffelPolicy policy =
                EiffelPolicy.values()[values.get(EiffelSetting.POLICY).intValue()];
        return switch ((EiffelSetting) setting) {
            case RANK_FROM -> policy.readsRank();
            case DEADLINE_UNIT -> policy == EiffelPolicy.EDF;
            case MAXRATE ->
                values.get(EiffelSetting.MAXRATE) == Quantity.NONE
                        || values.get(EiffelSetting.PACING) == OnOff.ON.ordinal();
            default -> true;
        };
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
            warnings.add(
                    "horizon (%s) is shorter than a bucket (%s): packets with a transmission time are hardly delayed"
                            .formatted(
                                    settingValues.format(EiffelSetting.HORIZON),
                                    settingValues.format(EiffelSetting.GRANULARITY)));
        }
        long windows = 2 * settingValues.get(EiffelSetting.BUCKETS) * settingValues.get(EiffelSetting.GRANULARITY);
        if (limited && windows < frameTime(settingValues.get(EiffelSetting.MAXRATE))) {
            warnings.add(
                    "both windows (%s) are shorter than the transmission time of a full frame at maxrate %s: flows are sorted twice"
                            .formatted(Quantity.TIME.format(windows), settingValues.format(EiffelSetting.MAXRATE)));
        }
        if (settingValues.get(EiffelSetting.FLOW_LIMIT) > settingValues.get(EiffelSetting.LIMIT)) {
            warnings.add("flow-limit (%d) is above limit (%d): one flow can take the whole limit"
                    .formatted(settingValues.get(EiffelSetting.FLOW_LIMIT), settingValues.get(EiffelSetting.LIMIT)));
        }
        return warnings;
    }

    /** Requested values, and the known values of all settings. */
    private static final class SettingValues {
        private final Map<Setting, Long> requested = new HashMap<>();
        private final Map<Setting, Long> effective;

        SettingValues(List<Assignment> assignments, Map<Setting, Long> defaults) {
            assignments.forEach(each -> this.requested.put(each.setting(), each.value()));
            effective = new HashMap<>(defaults);
            effective.putAll(this.requested);
        }

        /** Whether at least one of them was requested. */
        boolean isRequested(Setting... settings) {
            return Arrays.stream(settings).anyMatch(requested::containsKey);
        }

        /** Whether the values of all of them are known. */
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

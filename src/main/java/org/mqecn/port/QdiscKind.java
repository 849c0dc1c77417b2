// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** A kind of qdisc that mqecn provides: its kernel module, settings and counters. */
public enum QdiscKind implements Keyword {
    /** Multi-queue scheduler with a shaper and ECN marking. */
    DWRR(
            "dwrr",
            "sch_dwrr",
            true,
            withSchemes(DwrrSetting.values(), DwrrScheme::settings),
            withSchemes(DwrrCounter.values(), DwrrScheme::counters),
            new DwrrConstraints()),
    /** Per-flow pacing, and scheduling of flows by a policy, with calendar queues. */
    EIFFEL(
            "eiffel",
            "sch_eiffel",
            false,
            List.of(EiffelSetting.values()),
            List.of(EiffelCounter.values()),
            new EiffelConstraints());

    private final String keyword;
    private final String module;
    private final boolean requiresOffloadsOff;
    private final List<Setting> settings;
    private final List<Counter> counters;
    private final QdiscConstraints constraints;

    QdiscKind(
            String keyword,
            String module,
            boolean requiresOffloadsOff,
            List<Setting> settings,
            List<Counter> counters,
            QdiscConstraints constraints) {
        this.keyword = keyword;
        this.module = module;
        this.requiresOffloadsOff = requiresOffloadsOff;
        this.settings = settings;
        this.counters = counters;
        this.constraints = constraints;
    }

    /** Adds what the marking schemes with modules of their own have. */
    private static <T> List<T> withSchemes(T[] own, Function<DwrrScheme, List<? extends T>> ofScheme) {
        return Stream.concat(
                        Arrays.stream(own),
                        ModuleSchemes.all().stream().flatMap(scheme -> ofScheme.apply(scheme).stream()))
                .toList();
    }

    /** Finds a kind by its name in tc; empty for qdiscs that mqecn does not provide. */
    public static Optional<QdiscKind> find(String keyword) {
        return Arrays.stream(values())
                .filter(kind -> kind.keyword.equals(keyword))
                .findFirst();
    }

    /**
     * Parses the name of a kind.
     *
     * @throws UserError a usage error with the most similar name, if there is no such kind
     */
    public static QdiscKind parse(String keyword) {
        return values()[(int) Quantity.ofKeywords(values()).parse("qdisc", keyword)];
    }

    /** The keys of all kinds. */
    public static Set<String> keys() {
        return Arrays.stream(values())
                .flatMap(kind -> kind.settings.stream())
                .map(Setting::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The kinds that have a setting with this key. */
    public static List<QdiscKind> withKey(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.setting(key).isPresent())
                .toList();
    }

    /** The name in tc. */
    @Override
    public String keyword() {
        return keyword;
    }

    /** The name of the kernel module. */
    public String module() {
        return module;
    }

    /** Whether the device should send packets of wire size only: no GSO packets. */
    public boolean requiresOffloadsOff() {
        return requiresOffloadsOff;
    }

    /** All settings, in the order of tables. */
    public List<Setting> settings() {
        return settings;
    }

    /** All counters, in the order of tables. */
    public List<Counter> counters() {
        return counters;
    }

    /** Finds a setting by its key. */
    public Optional<Setting> setting(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /**
     * Finds a setting by its key.
     *
     * @throws UserError a usage error with the kind that has the key, or with the most similar key, if there is none
     */
    public Setting require(String key) {
        return setting(key).orElseThrow(() -> withKey(key).stream()
                .findFirst()
                .map(other -> UserError.usage(
                        keyword + " has no setting " + key + ": it belongs to " + other.keyword,
                        "leave it out, or install " + other.keyword + ": 'mqecn install DEV --qdisc " + other.keyword
                                + "'"))
                .orElseGet(() -> UserError.usage(
                        "unknown key '" + key + "'",
                        Suggestion.of(key, settings.stream().map(Setting::key).toList()))));
    }

    /** The setting that every new port needs, if there is one. */
    public Optional<Setting> requiredSetting() {
        return constraints.requiredSetting();
    }

    /** The defaults of a new port that do not depend on the device or on sysctls. */
    Map<Setting, Long> defaults() {
        return constraints.defaults();
    }

    /** The same, with those of its queues. */
    public PortConfig defaults(int queues) {
        return new PortConfig(
                this,
                constraints.defaults(),
                IntStream.range(0, queues)
                        .mapToObj(queue -> new QueueConfig(queue, constraints.queueDefaults(queue)))
                        .toList());
    }

    /**
     * Checks that values do not contradict each other.
     *
     * @param requested the requested values
     * @param present the known values of settings that were not requested
     * @throws UserError a usage error if they do
     */
    void validate(List<Assignment> requested, PortConfig present) {
        constraints.validate(requested, present);
    }

    /** Whether a port's value can be requested: a request for what has no effect is refused. */
    boolean isRequestable(Setting setting, PortConfig config) {
        return constraints.isRequestable(setting, config);
    }

    /** Requested values that have no effect in the resulting configuration, a sentence each. */
    List<String> ignored(List<Assignment> requested, PortConfig config) {
        return constraints.ignored(requested, config);
    }

    /** Valid values that are probably a mistake, a sentence each. */
    List<String> warnings(PortConfig config) {
        return constraints.warnings(config);
    }
}

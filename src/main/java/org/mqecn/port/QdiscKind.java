// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/** A kind of qdisc that makes a device a port of ours: its module, and all that can be set there and is counted. */
public enum QdiscKind implements Keyword {
    /** Queues that share one rate, and mark. */
    DWRR("dwrr", "sch_dwrr", true, DwrrSetting.values(), DwrrCounter.values(), new DwrrConstraints()),
    /** Flows in buckets: each at its rate, and in the order of a policy. */
    EIFFEL("eiffel", "sch_eiffel", false, EiffelSetting.values(), EiffelCounter.values(), new EiffelConstraints());

    private final String keyword;
    private final String module;
    private final boolean requiresOffloadsOff;
    private final List<Setting> settings;
    private final List<Counter> counters;
    private final QdiscConstraints constraints;

    QdiscKind(
            String word,
            String module,
            boolean takesFrames,
            Setting[] settings,
            Counter[] counters,
            QdiscConstraints qdiscConstraints) {
        this.keyword = word;
        this.module = module;
        this.requiresOffloadsOff = takesFrames;
        this.settings = List.of(settings);
        this.counters = List.of(counters);
        this.constraints = qdiscConstraints;
    }

    /** The kind of that name in tc; empty where it is none of ours. */
    public static Optional<QdiscKind> find(String word) {
        return Arrays.stream(values()).filter(kind -> kind.keyword.equals(word)).findFirst();
    }

    /**
     * The kind of that name.
     *
     * @throws UserError a usage error with the nearest name, where there is none
     */
    public static QdiscKind parse(String word) {
        return values()[(int) Quantity.ofKeywords(values()).parse("qdisc", word)];
    }

    /** Every key of any kind. */
    public static Set<String> keys() {
        return Arrays.stream(values())
                .flatMap(kind -> kind.settings.stream())
                .map(Setting::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those kinds that know a key. */
    public static List<QdiscKind> withKey(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.setting(key).isPresent())
                .toList();
    }

    /** What tc calls it. */
    @Override
    public String keyword() {
        return keyword;
    }

    /** The name of its kernel module. */
    public String module() {
        return module;
    }

    /** Whether its device should be given frames as a wire has them, and no super-packets. */
    public boolean requiresOffloadsOff() {
        return requiresOffloadsOff;
    }

    /** All that can be set, in the order of tables. */
    public List<Setting> settings() {
        return settings;
    }

    /** All that is counted, in the order of tables. */
    public List<Counter> counters() {
        return counters;
    }

    /** The setting of this key. */
    public Optional<Setting> setting(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /**
     * The setting of this key.
     *
     * @throws UserError a usage error with the nearest key, or the kind that has it, where there is none
     */
    public Setting require(String key) {
        return setting(key).orElseThrow(() -> withKey(key).stream()
                .findFirst()
                .map(other -> UserError.usage(
                        keyword + " has no " + key + ": that is " + other.keyword + "'s",
                        "leave it out, or make the port one of " + other.keyword + ": 'mqecn install DEV --qdisc "
                                + other.keyword + "'"))
                .orElseGet(() -> UserError.usage(
                        "unknown key '" + key + "'",
                        Suggestion.of(key, settings.stream().map(Setting::key).toList()))));
    }

    /** What a new port cannot do without. */
    public Optional<Setting> requiredSetting() {
        return constraints.requiredSetting();
    }

    /** What a new port begins with, as far as it is always the same. */
    Map<Setting, Long> defaults() {
        return constraints.defaults();
    }

    /**
     * Makes sure that values can be together.
     *
     * @param asked what is asked for
     * @param otherwise what holds where nothing is asked for, as far as it is known
     * @throws UserError a usage error about those that cannot
     */
    void validate(List<Assignment> asked, Map<Setting, Long> otherwise) {
        constraints.validate(asked, otherwise);
    }

    /** What is allowed but surely not meant, a sentence each. */
    List<String> warnings(PortConfig config) {
        return constraints.warnings(config);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.rank.NftRuleset.RuleComment;

/**
 * The nftables table of the rules as the kernel has it.
 *
 * @param exists whether there is a table; mqecn deletes it together with its last rule
 * @param installedRules in order
 * @param foreignObjects what mqecn did not write, one phrase each
 * @param applied the rules that mqecn applied last; empty if that is unknown
 */
public record RankTable(
        boolean exists,
        List<InstalledRule> installedRules,
        List<String> foreignObjects,
        Optional<List<RuleComment>> applied) {
    static final RankTable ABSENT = new RankTable(false, List.of(), List.of(), Optional.empty());

    private static final int MAX_NAMES = 5;

    /**
     * A rule in the table.
     *
     * @param counters one for each IP family with an nftables rule
     */
    public record InstalledRule(Rule rule, RuleComment ruleComment, Map<IpFamily, RuleCounter> counters) {
        public InstalledRule {
            counters = Map.copyOf(counters);
        }

        /** The sum of its counters. */
        public RuleCounter total() {
            return counters.values().stream().reduce(RuleCounter.ZERO, RuleCounter::plus);
        }

        /** Whether it was modified outside mqecn. */
        public boolean isModified() {
            return !ruleComment.digest().equals(rule.digest())
                    || !counters.keySet().equals(Set.copyOf(rule.families()));
        }
    }

    public RankTable {
        installedRules = installedRules.stream()
                .sorted(Comparator.comparingInt(
                        installedRule -> installedRule.ruleComment().position()))
                .toList();
        foreignObjects = List.copyOf(foreignObjects);
    }

    public List<Rule> ruleList() {
        return installedRules.stream().map(InstalledRule::rule).toList();
    }

    /** The same, compared with what was applied. */
    RankTable comparedWith(Optional<List<RuleComment>> rules) {
        return new RankTable(exists, installedRules, foreignObjects, rules);
    }

    /** What other programs changed, one phrase each. */
    public List<String> differences() {
        return Stream.concat(modifications().stream(), losses().stream()).toList();
    }

    /** What other programs added or modified, one phrase each. */
    List<String> modifications() {
        return Stream.concat(
                        foreignObjects.stream(),
                        installedRules.stream()
                                .filter(InstalledRule::isModified)
                                .map(installedRule ->
                                        "rule " + installedRule.rule().name() + " was changed"))
                .toList();
    }

    /** Which rules other programs removed, or replaced with rules that mqecn wrote at another time; one phrase each. */
    List<String> losses() {
        List<RuleComment> present =
                installedRules.stream().map(InstalledRule::ruleComment).toList();
        if (present.isEmpty() && (applied.isPresent() ? !applied.get().isEmpty() : exists)) {
            return List.of("all rules were deleted"
                    + applied.map(rules -> ": " + namesOf(rules)).orElse(""));
        }
        return applied.map(rules -> differencesFrom(rules, present)).orElseGet(() -> gaps(present));
    }

    private static List<String> differencesFrom(List<RuleComment> applied, List<RuleComment> present) {
        List<String> differences = new ArrayList<>();
        List<RuleComment> gone = without(applied, present);
        List<RuleComment> added = without(present, applied);
        if (!gone.isEmpty()) {
            differences.add((gone.size() == 1 ? "rule is gone: " : "rules are gone: ") + namesOf(gone));
        }
        if (!added.isEmpty()) {
            differences.add((added.size() == 1 ? "rule was added: " : "rules were added: ") + namesOf(added));
        }
        if (differences.isEmpty() && !digests(applied).equals(digests(present))) {
            differences.add(
                    digests(applied).containsAll(digests(present))
                            ? "the order of the rules was changed"
                            : "other versions of rules were restored: "
                                    + namesOf(present.stream()
                                            .filter(rule -> !digests(applied).contains(rule.digest()))
                                            .toList()));
        }
        return differences;
    }

    private static List<RuleComment> without(List<RuleComment> rules, List<RuleComment> others) {
        Set<String> names = others.stream().map(RuleComment::name).collect(Collectors.toSet());
        return rules.stream().filter(rule -> !names.contains(rule.name())).toList();
    }

    /** Digests include names. */
    private static List<String> digests(List<RuleComment> rules) {
        return rules.stream().map(RuleComment::digest).toList();
    }

    private static String namesOf(List<RuleComment> rules) {
        return rules.stream().limit(MAX_NAMES).map(RuleComment::name).collect(Collectors.joining(", "))
                + (rules.size() > MAX_NAMES ? " and " + (rules.size() - MAX_NAMES) + " more" : "");
    }

    /** What the numbers in the comments show: each rule knows how many there were. */
    private static List<String> gaps(List<RuleComment> present) {
        int most = present.stream().mapToInt(RuleComment::total).max().orElse(0);
        long gone =
                most - present.stream().map(RuleComment::position).distinct().count();
        return gone <= 0 ? List.of() : List.of(gone + " of " + most + " rules " + (gone == 1 ? "is" : "are") + " gone");
    }

    /** The counter of a rule, if the table has exactly this rule. */
    RuleCounter counterOf(Rule rule, IpFamily ipFamily) {
        return installedRules.stream()
                .filter(installedRule -> installedRule.rule().equals(rule))
                .findFirst()
                .map(installedRule -> installedRule.counters().getOrDefault(ipFamily, RuleCounter.ZERO))
                .orElse(RuleCounter.ZERO);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.rank.NftRuleset.RuleComment;

/**
 * Our table as the kernel has it.
 *
 * @param installedRules in their order
 * @param foreignObjects what is not ours, in words
 */
public record RankTable(List<InstalledRule> installedRules, List<String> foreignObjects) {
    static final RankTable ABSENT = new RankTable(List.of(), List.of());

    /**
     * A rule that stands there.
     *
     * @param counters of each kind of packets that it has a rule of nft for
     */
    public record InstalledRule(Rule rule, RuleComment ruleComment, Map<IpFamily, RuleCounter> counters) {
        public InstalledRule {
            counters = Map.copyOf(counters);
        }

        /** What it has counted. */
        public RuleCounter total() {
            return counters.values().stream().reduce(RuleCounter.ZERO, RuleCounter::plus);
        }

        /** Whether somebody else than mqecn has changed it. */
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

    /** What tells it from how mqecn left it, a sentence each; empty where nobody else has changed it. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>(foreignObjects);
        installedRules.stream()
                .filter(InstalledRule::isModified)
                .forEach(installedRule ->
                        differences.add("rule " + installedRule.rule().name() + " was changed"));
        int most = installedRules.stream()
                .mapToInt(installedRule -> installedRule.ruleComment().total())
                .max()
                .orElse(0);
        Set<Integer> numbers = new HashSet<>(installedRules.stream()
                .map(installedRule -> installedRule.ruleComment().position())
                .toList());
        if (numbers.size() < most) {
            differences.add(most - numbers.size() + " of " + most + " rules "
                    + (most - numbers.size() == 1 ? "is" : "are") + " gone");
        }
        return differences;
    }

    /** What a rule has counted, if it stands here as it is. */
    RuleCounter counterOf(Rule rule, IpFamily ipFamily) {
        return installedRules.stream()
                .filter(installedRule -> installedRule.rule().equals(rule))
                .findFirst()
                .map(installedRule -> installedRule.counters().getOrDefault(ipFamily, RuleCounter.ZERO))
                .orElse(RuleCounter.ZERO);
    }
}

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
 * The nftables table of the rules as the kernel has it.
 *
 * @param installedRules in order
 * @param foreignObjects what mqecn did not write, one phrase each
 */
public record RankTable(List<InstalledRule> installedRules, List<String> foreignObjects) {
    static final RankTable ABSENT = new RankTable(List.of(), List.of());

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

    /** Modifications made outside mqecn, one phrase each. */
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

    /** The counter of a rule, if the table has exactly this rule. */
    RuleCounter counterOf(Rule rule, IpFamily ipFamily) {
        return installedRules.stream()
                .filter(installedRule -> installedRule.rule().equals(rule))
                .findFirst()
                .map(installedRule -> installedRule.counters().getOrDefault(ipFamily, RuleCounter.ZERO))
                .orElse(RuleCounter.ZERO);
    }
}

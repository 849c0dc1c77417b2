// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mqecn.rank.Ruleset.Comment;

/**
 * Our table as the kernel has it.
 *
 * @param rules in their order
 * @param others what is not ours, in words
 */
public record RankTable(List<Standing> rules, List<String> others) {
    static final RankTable ABSENT = new RankTable(List.of(), List.of());

    /**
     * A rule that stands there.
     *
     * @param counts of each kind of packets that it has a rule of nft for
     */
    public record Standing(Rule rule, Comment comment, Map<Family, Count> counts) {
        public Standing {
            counts = Map.copyOf(counts);
        }

        /** What it has counted. */
        public Count count() {
            return counts.values().stream().reduce(Count.NONE, Count::plus);
        }

        /** Whether somebody else than mqecn has changed it. */
        public boolean isChanged() {
            return !comment.digest().equals(rule.digest()) || !counts.keySet().equals(Set.copyOf(rule.families()));
        }
    }

    public RankTable {
        rules = rules.stream().sorted(Comparator.comparingInt(standing -> standing.comment().number())).toList();
        others = List.copyOf(others);
    }

    public List<Rule> ruleList() {
        return rules.stream().map(Standing::rule).toList();
    }

    /** What tells it from how mqecn left it, a sentence each; empty where nobody else has changed it. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>(others);
        rules.stream().filter(Standing::isChanged)
                .forEach(standing -> differences.add("rule " + standing.rule().name() + " was changed"));
        int most = rules.stream().mapToInt(standing -> standing.comment().of()).max().orElse(0);
        Set<Integer> numbers = new HashSet<>(rules.stream().map(standing -> standing.comment().number()).toList());
        if (numbers.size() < most) {
            differences.add(most - numbers.size() + " of " + most + " rules " + (most - numbers.size() == 1
                    ? "is" : "are") + " gone");
        }
        return differences;
    }

    /** What a rule has counted, if it stands here as it is. */
    Count kept(Rule rule, Family family) {
        return rules.stream().filter(standing -> standing.rule().equals(rule)).findFirst()
                .map(standing -> standing.counts().getOrDefault(family, Count.NONE)).orElse(Count.NONE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/** Rules in their order, of which the first that matches a packet is the only one. */
final class RuleListValidator {
    /**
     * Something about a rule that comes too late.
     *
     * @param rule that never gets a packet
     * @param earlier the one that has all of them
     */
    private record ShadowedRule(Rule rule, Rule earlier) {
        boolean isContradiction() {
            return !rule.hasSameActionAs(earlier);
        }

        UserError toError() {
            return UserError.usage(
                    "rules " + earlier.name() + " and " + rule.name() + " contradict each other: " + earlier.name()
                            + " takes every packet that " + rule.name() + " matches",
                    earlier.match().equals(rule.match())
                            ? "leave one of them out"
                            : "put " + rule.name() + " before " + earlier.name());
        }
    }

    private RuleListValidator() {}

    /** What is wrong with the last of some rules, among the others; empty where nothing is. */
    static Optional<UserError> findContradiction(List<Rule> before, Rule rule) {
        return findShadowing(before, rule).filter(ShadowedRule::isContradiction).map(ShadowedRule::toError);
    }

    private static Optional<ShadowedRule> findShadowing(List<Rule> before, Rule rule) {
        return before.stream()
                .filter(earlier -> earlier.covers(rule))
                .findFirst()
                .map(earlier -> new ShadowedRule(rule, earlier));
    }

    /**
     * Makes sure that rules can be together.
     *
     * @throws UserError a usage error about the first that cannot
     */
    static void validate(List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rules.subList(0, i).stream().anyMatch(earlier -> earlier.name().equals(rule.name()))) {
                throw UserError.usage("there are two rules " + rule.name(), "give one of them another name");
            }
            findContradiction(rules.subList(0, i), rule).ifPresent(error -> {
                throw error;
            });
        }
    }

    /** What is allowed but surely not meant, a sentence each. */
    static List<String> warnings(List<Rule> rules) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            findShadowing(rules.subList(0, i), rule)
                    .filter(shadowedRule -> !shadowedRule.isContradiction())
                    .ifPresent(shadowedRule -> warnings.add(rule.name() + " never gets a packet: "
                            + shadowedRule.earlier.name() + " takes all of them"));
        }
        List<String> late = rules.stream()
                .filter(rule -> rule.direction() == Direction.INPUT)
                .map(Rule::name)
                .toList();
        if (!late.isEmpty()) {
            warnings.add(String.join(", ", late) + " cannot order anything: packets of direction input have arrived. "
                    + "Only who reads the DSCP sees it. To order what this machine passes on, write direction forward; "
                    + "to order what comes in, lead it through an ifb that is a port (mqecn-rank(5))");
        }
        return warnings;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/** Validates an ordered list of rules, of which the first match decides. */
final class RuleListValidator {
    /**
     * A rule that can never match, as an earlier one matches all its packets.
     *
     * @param rule the shadowed rule
     * @param earlier the rule that shadows it
     */
    private record ShadowedRule(Rule rule, Rule earlier) {
        boolean isContradiction() {
            return !rule.hasSameActionAs(earlier);
        }

        UserError toError() {
            return UserError.usage(
                    "rule " + rule.name() + " is shadowed by rule " + earlier.name() + ", which sets different values",
                    earlier.match().equals(rule.match())
                            ? "remove one of them"
                            : "put " + rule.name() + " before " + earlier.name());
        }
    }

    private RuleListValidator() {}

    /** The problem of the last rule in a list; empty if it has none. */
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
     * Checks that a list of rules is valid.
     *
     * @throws UserError a usage error about the first invalid rule
     */
    static void validate(List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rules.subList(0, i).stream().anyMatch(earlier -> earlier.name().equals(rule.name()))) {
                throw UserError.usage("duplicate rule name " + rule.name(), "rename one of the rules");
            }
            findContradiction(rules.subList(0, i), rule).ifPresent(error -> {
                throw error;
            });
        }
    }

    /** Warnings about rules that are legal but probably a mistake, one sentence each. */
    static List<String> warnings(List<Rule> rules) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            findShadowing(rules.subList(0, i), rule)
                    .filter(shadowedRule -> !shadowedRule.isContradiction())
                    .ifPresent(shadowedRule -> warnings.add(
                            "rule " + rule.name() + " is shadowed by rule " + shadowedRule.earlier.name()));
        }
        List<String> late = rules.stream()
                .filter(rule -> rule.direction() == Direction.INPUT)
                .map(Rule::name)
                .toList();
        if (!late.isEmpty()) {
            warnings.add(String.join(", ", late)
                    + " cannot change the order of packets that have arrived (direction input): "
                    + "only their DSCP changes. To order forwarded packets, use direction forward; "
                    + "to order received packets, redirect them to an ifb device with a port (mqecn-rank(5))");
        }
        return warnings;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Dscp;

/**
 * The table in nft's syntax: one transaction that replaces the previous table whatever it held, and touches no other
 * table. The verdict of a rule ends its own chain only.
 *
 * <p>Each rule has a comment that identifies it: its name, its position and the number of rules, and its digest.
 */
final class NftRuleset {
    static final String FAMILY = "inet";
    static final String TABLE = "mqecn-rank";

    /** The counter of a rule whose counts are kept. */
    interface CounterSource {
        RuleCounter counterOf(Rule rule, IpFamily ipFamily);
    }

    private NftRuleset() {}

    /** The transaction for these rules; without rules it deletes the table. */
    static String of(List<Rule> rules, CounterSource counterSource) {
        StringBuilder text = new StringBuilder(tableDeletion());
        if (!rules.isEmpty()) {
            text.append("table ").append(FAMILY).append(' ').append(TABLE).append(" {\n");
            for (Direction direction : Direction.values()) {
                text.append(formatChain(rules, direction, counterSource));
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /** The transaction that deletes the table. It adds it first, as a missing table cannot be deleted. */
    static String tableDeletion() {
        String table = " table " + FAMILY + " " + TABLE + "\n";
        return "add" + table + "delete" + table;
    }

    private static String formatChain(List<Rule> rules, Direction direction, CounterSource counterSource) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.direction() == direction) {
                String comment = new RuleComment(rule.name(), i + 1, rules.size(), rule.digest()).toString();
                rule.families()
                        .forEach(ipFamily ->
                                lines.add(formatRule(rule, ipFamily, counterSource.counterOf(rule, ipFamily))
                                        + " comment \"" + comment + "\""));
            }
        }
        return lines.isEmpty()
                ? ""
                : "\tchain " + direction.keyword() + " {\n\t\ttype filter hook " + direction.keyword()
                        + " priority mangle; policy accept;\n\t\t" + String.join("\n\t\t", lines) + "\n\t}\n";
    }

    private static String formatRule(Rule rule, IpFamily ipFamily, RuleCounter ruleCounter) {
        List<String> statements = new ArrayList<>();
        if (ipFamily != IpFamily.ANY) {
            statements.add("meta nfproto " + ipFamily.nftKeyword());
        }
        rule.match().forEach((criterion, valueSet) -> statements.add(formatMatch(rule, ipFamily, criterion, valueSet)));
        statements.add("counter packets " + ruleCounter.packets() + " bytes " + ruleCounter.bytes());
        rule.dscp().ifPresent(dscp -> statements.add(ipFamily.nftHeader() + " dscp set " + formatDscp(dscp)));
        rule.priority().ifPresent(priority -> statements.add("meta priority set " + priority.toNft()));
        statements.add("accept");
        return String.join(
                " ",
                statements.stream().filter(statement -> !statement.isEmpty()).toList());
    }

    /** nft 1.0 does not know the name of lower effort (RFC 8622). */
    private static String formatDscp(Dscp dscp) {
        return dscp.toString().equals("le") ? Integer.toString(dscp.value()) : dscp.toString();
    }

    private static String formatMatch(Rule rule, IpFamily ipFamily, Criterion criterion, ValueSet valueSet) {
        String set = formatSet(valueSet.nftLiterals());
        return switch (criterion) {
            case DEVICE -> deviceKey(rule.direction()) + " " + set;
            case IN_DEVICE -> "iifname " + set;
            case SOURCE -> ipFamily.nftHeader() + " saddr " + set;
            case DESTINATION -> ipFamily.nftHeader() + " daddr " + set;
            case PROTOCOL -> portHeader(rule.match()).equals(set) ? "" : "meta l4proto " + set;
            case SOURCE_PORT -> portHeader(rule.match()) + " sport " + set;
            case DESTINATION_PORT -> portHeader(rule.match()) + " dport " + set;
            case USER -> "meta skuid " + set;
            case CGROUP ->
                "socket cgroupv2 level " + cgroupLevel(valueSet.literals().get(0)) + " " + set;
        };
    }

    static String deviceKey(Direction direction) {
        return direction == Direction.INPUT ? "iifname" : "oifname";
    }

    /** The header with the ports: that of the protocol if there is only one, otherwise nft's generic {@code th}. */
    private static String portHeader(Map<Criterion, ValueSet> match) {
        List<String> protocols = match.keySet().stream().anyMatch(Criterion::isPort)
                ? match.get(Criterion.PROTOCOL).literals()
                : List.of();
        return protocols.size() == 1 ? protocols.get(0) : "th";
    }

    private static int cgroupLevel(String group) {
        return group.split("/").length;
    }

    private static String formatSet(List<String> literals) {
        return literals.size() == 1 ? literals.get(0) : "{ " + String.join(", ", literals) + " }";
    }

    /** The comment of an nftables rule. */
    record RuleComment(String name, int position, int total, String digest) {
        /** Parses a comment; empty if mqecn did not write it. */
        static Optional<RuleComment> parse(String text) {
            String[] fields = text.split("[ /]");
            return text.matches(Rule.NAME_PATTERN + " \\d{1,6}/\\d{1,6} [0-9a-f]{8}")
                    ? Optional.of(new RuleComment(
                            fields[0], Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), fields[3]))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return name + " " + position + "/" + total + " " + digest;
        }
    }
}

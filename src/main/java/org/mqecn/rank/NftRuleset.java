// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern COMMENT = Pattern.compile(" comment \"([^\"]*)\"");

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

    /** The comments of the rules in a transaction that {@link #of} wrote, in order. */
    static List<RuleComment> comments(String text) {
        return COMMENT.matcher(text)
                .results()
                .map(match -> RuleComment.parse(match.group(1)))
                .flatMap(Optional::stream)
                .distinct()
                .sorted(Comparator.comparingInt(RuleComment::position))
                .toList();
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
        rule.match()
                .required()
                .forEach((criterion, valueSet) -> statements.add(
                        criterion == Criterion.PROTOCOL && isImplied(rule.match(), valueSet)
                                ? ""
                                : formatField(rule, ipFamily, criterion, valueSet) + " " + formatSet(valueSet)));
        rule.match()
                .excluded()
                .forEach((criterion, valueSet) -> statements.add(
                        formatField(rule, ipFamily, criterion, valueSet) + " != " + formatSet(valueSet)));
        statements.add("counter packets " + ruleCounter.packets() + " bytes " + ruleCounter.bytes());
        rule.dscp().ifPresent(dscp -> statements.add(ipFamily.nftHeader() + " dscp set " + formatDscp(dscp)));
        rule.priority().ifPresent(priority -> statements.add("meta priority set " + priority.toNft()));
        statements.add("accept");
        return String.join(
                " ",
                statements.stream().filter(statement -> !statement.isEmpty()).toList());
    }

    /** nft 1.0 does not know the names of lower effort and voice-admit. */
    private static String formatDscp(Dscp dscp) {
        return dscp.toString().matches("le|va") ? Integer.toString(dscp.value()) : dscp.toString();
    }

    private static String formatField(Rule rule, IpFamily ipFamily, Criterion criterion, ValueSet valueSet) {
        return switch (criterion) {
            case DEVICE -> deviceKey(rule.direction());
            case IN_DEVICE -> "iifname";
            case SOURCE -> ipFamily.nftHeader() + " saddr";
            case DESTINATION -> ipFamily.nftHeader() + " daddr";
            case PROTOCOL -> "meta l4proto";
            case SOURCE_PORT -> portHeader(rule.match()) + " sport";
            case DESTINATION_PORT -> portHeader(rule.match()) + " dport";
            case USER -> "meta skuid";
            case CGROUP ->
                "socket cgroupv2 level " + cgroupLevel(valueSet.literals().get(0));
            case MATCH_DSCP -> ipFamily.nftHeader() + " dscp";
            case PACKET_LENGTH -> "meta length";
            case MARK -> "meta mark";
            case CONNMARK -> "ct mark";
        };
    }

    static String deviceKey(Direction direction) {
        return direction == Direction.INPUT ? "iifname" : "oifname";
    }

    /** The header with the ports: that of the protocol if there is only one, otherwise nft's generic {@code th}. */
    private static String portHeader(PacketMatch match) {
        List<String> protocols = match.required().get(Criterion.PROTOCOL).literals();
        return protocols.size() == 1 ? protocols.get(0) : "th";
    }

    /** Whether a header with ports implies the protocol. */
    private static boolean isImplied(PacketMatch match, ValueSet protocols) {
        return match.usesPorts() && protocols.literals().size() == 1;
    }

    private static int cgroupLevel(String group) {
        return group.split("/").length;
    }

    private static String formatSet(ValueSet valueSet) {
        List<String> literals = valueSet.nftLiterals();
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

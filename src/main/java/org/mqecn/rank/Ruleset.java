// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.Dscp;

/**
 * Our table, as nft reads it: one transaction that takes the place of the one before, whatever was in it, and touches
 * no other. What a rule gives ends its chain, and no other table's.
 *
 * <p>Each rule has a comment by which it is known again: its name, its place among how many, and its digest.
 */
final class Ruleset {
    static final String FAMILY = "inet";
    static final String TABLE = "mqecn-rank";

    /** What a rule has counted, where that is kept. */
    interface Counts {
        Count of(Rule rule, Family family);
    }

    private Ruleset() {}

    /** The transaction for these rules; without any there is no table. */
    static String of(List<Rule> rules, Counts counts) {
        StringBuilder text = new StringBuilder(without());
        if (!rules.isEmpty()) {
            text.append("table ").append(FAMILY).append(' ').append(TABLE).append(" {\n");
            for (Direction direction : Direction.values()) {
                text.append(chain(rules, direction, counts));
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /** The transaction after which there is no table: one that is not there cannot be deleted. */
    static String without() {
        String table = " table " + FAMILY + " " + TABLE + "\n";
        return "add" + table + "delete" + table;
    }

    private static String chain(List<Rule> rules, Direction direction, Counts counts) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.direction() == direction) {
                String comment = new Comment(rule.name(), i + 1, rules.size(), rule.digest()).toString();
                rule.families().forEach(family ->
                        lines.add(line(rule, family, counts.of(rule, family)) + " comment \"" + comment + "\""));
            }
        }
        return lines.isEmpty() ? "" : "\tchain " + direction.word() + " {\n\t\ttype filter hook " + direction.word()
                + " priority mangle; policy accept;\n\t\t" + String.join("\n\t\t", lines) + "\n\t}\n";
    }

    private static String line(Rule rule, Family family, Count count) {
        List<String> words = new ArrayList<>();
        if (family != Family.ANY) {
            words.add("meta nfproto " + family.nfproto());
        }
        rule.match().forEach((criterion, values) -> words.add(condition(rule, family, criterion, values)));
        words.add("counter packets " + count.packets() + " bytes " + count.bytes());
        rule.dscp().ifPresent(dscp -> words.add(family.header() + " dscp set " + word(dscp)));
        rule.priority().ifPresent(priority -> words.add("meta priority set " + priority.nft()));
        words.add("accept");
        return String.join(" ", words.stream().filter(word -> !word.isEmpty()).toList());
    }

    /** nft 1.0 has another name for lower effort. */
    private static String word(Dscp dscp) {
        return dscp.toString().equals("le") ? Integer.toString(dscp.value()) : dscp.toString();
    }

    private static String condition(Rule rule, Family family, Criterion criterion, Values values) {
        String set = set(values.nft());
        return switch (criterion) {
            case DEVICE -> deviceKey(rule.direction()) + " " + set;
            case IN_DEVICE -> "iifname " + set;
            case SOURCE -> family.header() + " saddr " + set;
            case DESTINATION -> family.header() + " daddr " + set;
            case PROTOCOL -> portHeader(rule.match()).equals(set) ? "" : "meta l4proto " + set;
            case SOURCE_PORT -> portHeader(rule.match()) + " sport " + set;
            case DESTINATION_PORT -> portHeader(rule.match()) + " dport " + set;
            case USER -> "meta skuid " + set;
            case CGROUP -> "socket cgroupv2 level " + levels(values.words().get(0)) + " " + set;
        };
    }

    static String deviceKey(Direction direction) {
        return direction == Direction.INPUT ? "iifname" : "oifname";
    }

    /** The header that has the ports, where there are any: of one protocol by its name, which says it already. */
    private static String portHeader(Map<Criterion, Values> match) {
        List<String> protocols = match.keySet().stream().anyMatch(Criterion::isPort)
                ? match.get(Criterion.PROTOCOL).words() : List.of();
        return protocols.size() == 1 ? protocols.get(0) : "th";
    }

    private static int levels(String group) {
        return group.split("/").length;
    }

    private static String set(List<String> words) {
        return words.size() == 1 ? words.get(0) : "{ " + String.join(", ", words) + " }";
    }

    /** What stands behind each rule. */
    record Comment(String name, int number, int of, String digest) {
        /** Reads it; empty where it is not ours. */
        static Optional<Comment> parse(String text) {
            String[] words = text.split("[ /]");
            return text.matches(Rule.PATTERN + " \\d{1,6}/\\d{1,6} [0-9a-f]{8}")
                    ? Optional.of(new Comment(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                            words[3])) : Optional.empty();
        }

        @Override
        public String toString() {
            return name + " " + number + "/" + of + " " + digest;
        }
    }
}

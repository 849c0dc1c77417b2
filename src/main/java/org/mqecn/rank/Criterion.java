// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * One match criterion of a rule: its key (in files and as an option), its values, and the directions it applies to.
 * A rule has a set of values for each criterion it uses; a criterion it does not use matches every packet.
 */
public enum Criterion {
    DEVICE(
            "device",
            "output interface (output, forward) or input interface (input)",
            "eth1",
            NameSet::of,
            "[A-Za-z0-9_.@:-]{1,15}",
            EnumSet.allOf(Direction.class)),
    IN_DEVICE(
            "in-device",
            "input interface of a forwarded packet",
            "eth0",
            NameSet::of,
            "[A-Za-z0-9_.@:-]{1,15}",
            EnumSet.of(Direction.FORWARD)),
    SOURCE(
            "source",
            "source addresses: addresses, prefixes or ranges of one IP version",
            "10.1.0.0/16",
            Criterion::parseAddresses,
            "\\S+",
            EnumSet.allOf(Direction.class)),
    DESTINATION(
            "destination",
            "destination addresses: addresses, prefixes or ranges of one IP version",
            "2001:db8::/32",
            Criterion::parseAddresses,
            "\\S+",
            EnumSet.allOf(Direction.class)),
    PROTOCOL(
            "protocol",
            "transport protocol, by name or number",
            "tcp",
            literals -> RangeSet.parse(NumberType.PROTOCOL, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    SOURCE_PORT(
            "source-port",
            "source ports",
            "5201",
            literals -> RangeSet.parse(NumberType.PORT, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    DESTINATION_PORT(
            "destination-port",
            "destination ports",
            "8000-8080",
            literals -> RangeSet.parse(NumberType.PORT, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    USER(
            "user",
            "owner of the sending socket, by name or number",
            "1000",
            literals -> RangeSet.parse(NumberType.USER, literals),
            "\\S+",
            EnumSet.of(Direction.OUTPUT)),
    CGROUP(
            "cgroup",
            "control group (v2) of the sending socket, or an ancestor of it",
            "system.slice",
            Criterion::parseCgroup,
            "[A-Za-z0-9_.@:\\\\/-]+",
            EnumSet.of(Direction.OUTPUT)),
    MATCH_DSCP(
            "match-dscp",
            "DSCP that the packet already has",
            "ef",
            literals -> RangeSet.parse(NumberType.DSCP, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    PACKET_LENGTH(
            "packet-length",
            "length of the IP packet in bytes, with headers; of a GSO packet, before segmentation",
            "1000-1500",
            literals -> RangeSet.parse(NumberType.LENGTH, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    MARK(
            "mark",
            "packet mark that another program set",
            "0x10-0x1f",
            literals -> RangeSet.parse(NumberType.MARK, literals),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    CONNMARK(
            "connmark",
            "connection mark (conntrack) that another program set",
            "0x10-0x1f",
            literals -> RangeSet.parse(NumberType.MARK, literals),
            "\\S+",
            EnumSet.allOf(Direction.class));

    /** Parses the literals of a set. */
    private interface LiteralParser {
        ValueSet parse(Collection<String> literals);
    }

    private final String key;
    private final String description;
    private final String example;
    private final LiteralParser parser;
    private final String pattern;
    private final Set<Direction> directions;

    Criterion(
            String key,
            String description,
            String example,
            LiteralParser literalParser,
            String pattern,
            Set<Direction> directions) {
        this.key = key;
        this.description = description;
        this.example = example;
        this.parser = literalParser;
        this.pattern = pattern;
        this.directions = directions;
    }

    private static ValueSet parseAddresses(Collection<String> literals) {
        List<NumberType> types =
                literals.stream().map(NumberType::ofAddress).distinct().toList();
        if (types.size() > 1) {
            throw UserError.usage(
                    "IPv4 and IPv6 addresses are mixed: " + String.join(", ", literals), "write one rule for each");
        }
        return RangeSet.parse(types.get(0), literals);
    }

    private static ValueSet parseCgroup(Collection<String> literals) {
        if (literals.size() != 1) {
            throw UserError.usage(
                    "a rule matches one cgroup, not " + String.join(", ", literals),
                    "name their common ancestor, or write one rule for each");
        }
        return new NameSet(literals.stream()
                .map(literal -> literal.replaceAll("^/+|/+$", ""))
                .toList());
    }

    /**
     * The criterion of a key.
     *
     * @throws UserError a usage error with the most similar key
     */
    public static Criterion of(String key) {
        return Arrays.stream(values())
                .filter(criterion -> criterion.key.equals(key))
                .findFirst()
                .orElseThrow(() -> UserError.usage(
                        "unknown criterion '" + key + "'",
                        Suggestion.of(
                                key, Arrays.stream(values()).map(Criterion::key).toList())));
    }

    /**
     * Reads a set of values.
     *
     * @throws UserError a usage error
     */
    ValueSet parse(Collection<String> literals) {
        if (literals.isEmpty()) {
            throw UserError.usage(key + " has no value", "write for example " + example);
        }
        for (String literal : literals) {
            if (!literal.matches(pattern)) {
                throw UserError.usage("'" + literal + "' is not a valid " + key, "write for example " + example);
            }
        }
        return parser.parse(literals);
    }

    /** Whether packets of this direction have this field. */
    boolean appliesTo(Direction direction) {
        return directions.contains(direction);
    }

    /** The key in rule files, also the name of the option. */
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    public String example() {
        return example;
    }

    /** Whether its values are names that are used as they are, rather than numbers or addresses. */
    boolean isVerbatim() {
        return this == DEVICE || this == IN_DEVICE || this == CGROUP;
    }

    boolean isPort() {
        return this == SOURCE_PORT || this == DESTINATION_PORT;
    }
}

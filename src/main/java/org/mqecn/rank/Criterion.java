// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mqecn.value.UserError;

/**
 * What a rule can ask of a packet, once: the word for it (in files and as an option), its values, and the packets of
 * which it can be asked. A rule has a set of values for each; what is not asked may be anything.
 */
public enum Criterion {
    DEVICE(
            "device",
            "where it leaves (output, forward) or came in (input)",
            "eth1",
            NameSet::of,
            "[A-Za-z0-9_.@:-]{1,15}",
            EnumSet.allOf(Direction.class)),
    IN_DEVICE(
            "in-device",
            "where a forwarded packet came in",
            "eth0",
            NameSet::of,
            "[A-Za-z0-9_.@:-]{1,15}",
            EnumSet.of(Direction.FORWARD)),
    SOURCE(
            "source",
            "its sender: addresses, prefixes or ranges, of one kind",
            "10.1.0.0/16",
            Criterion::parseAddresses,
            "\\S+",
            EnumSet.allOf(Direction.class)),
    DESTINATION(
            "destination",
            "its receiver: addresses, prefixes or ranges, of one kind",
            "2001:db8::/32",
            Criterion::parseAddresses,
            "\\S+",
            EnumSet.allOf(Direction.class)),
    PROTOCOL(
            "protocol",
            "what it carries, by name or number",
            "tcp",
            words -> RangeSet.parse(NumberType.PROTOCOL, words),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    SOURCE_PORT(
            "source-port",
            "its sender's port or ports",
            "5201",
            words -> RangeSet.parse(NumberType.PORT, words),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    DESTINATION_PORT(
            "destination-port",
            "its receiver's port or ports",
            "8000-8080",
            words -> RangeSet.parse(NumberType.PORT, words),
            "\\S+",
            EnumSet.allOf(Direction.class)),
    USER(
            "user",
            "who owns the socket that sends it, by name or number",
            "1000",
            words -> RangeSet.parse(NumberType.USER, words),
            "\\S+",
            EnumSet.of(Direction.OUTPUT)),
    CGROUP(
            "cgroup",
            "the control group (v2) of the socket that sends it, or one above that",
            "system.slice",
            Criterion::parseCgroup,
            "[A-Za-z0-9_.@:\\\\/-]+",
            EnumSet.of(Direction.OUTPUT));

    /** Makes words a set. */
    private interface LiteralParser {
        ValueSet parse(Collection<String> words);
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

    private static ValueSet parseAddresses(Collection<String> words) {
        List<NumberType> scales =
                words.stream().map(NumberType::ofAddress).distinct().toList();
        if (scales.size() > 1) {
            throw UserError.usage(
                    "IPv4 and IPv6 addresses are mixed: " + String.join(", ", words), "make a rule for each");
        }
        return RangeSet.parse(scales.get(0), words);
    }

    private static ValueSet parseCgroup(Collection<String> words) {
        if (words.size() != 1) {
            throw UserError.usage(
                    "a rule knows one cgroup, not " + String.join(", ", words),
                    "name the one above them, or make a rule for each");
        }
        return new NameSet(
                words.stream().map(word -> word.replaceAll("^/+|/+$", "")).toList());
    }

    /** The one of this key. */
    static Optional<Criterion> find(String key) {
        return Arrays.stream(values())
                .filter(criterion -> criterion.key.equals(key))
                .findFirst();
    }

    /**
     * Reads a set of values.
     *
     * @throws UserError a usage error
     */
    ValueSet parse(Collection<String> words) {
        for (String word : words) {
            if (!word.matches(pattern)) {
                throw UserError.usage("'" + word + "' cannot be a " + key, "write for example " + example);
            }
        }
        return parser.parse(words);
    }

    /** Whether it can be asked of such packets. */
    boolean appliesTo(Direction direction) {
        return directions.contains(direction);
    }

    /** The word for it. */
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    public String example() {
        return example;
    }

    boolean isPort() {
        return this == SOURCE_PORT || this == DESTINATION_PORT;
    }
}

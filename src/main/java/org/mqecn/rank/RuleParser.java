// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.rank.ValueListFile.ListedValue;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/** Builds rules from what users write, in a file or on the command line. */
public final class RuleParser {
    private final NameDatabase names;
    private final Path folder;

    /** @param folder folder of the relative paths of files with values */
    public RuleParser(NameDatabase names, Path folder) {
        this.names = names;
        this.folder = folder;
    }

    /** Starts a rule that matches everything and sets nothing. */
    public Builder builder(String name, Direction direction) {
        return new Builder(name, direction);
    }

    private ValueSet parse(Criterion criterion, Collection<String> literals) {
        literals.stream().filter(literal -> literal.startsWith("!")).findFirst().ifPresent(literal -> {
            String value = literal.substring(1).strip();
            throw UserError.usage(
                    criterion.key() + " '" + literal + "' is negated",
                    "write in a file 'not: {" + criterion.key() + ": " + value + "}', in a command '--not "
                            + criterion.key() + "=" + value + "'");
        });
        return criterion.parse(literals.stream()
                .flatMap(literal -> resolve(criterion, literal))
                .toList());
    }

    /** The values of a literal, which may refer to a file, with numbers in place of names. */
    private Stream<String> resolve(Criterion criterion, String literal) {
        return criterion.isVerbatim() || !ValueListFile.isReference(literal)
                ? Stream.of(names.resolve(criterion, literal))
                : ValueListFile.read(folder, literal).stream().map(value -> resolve(criterion, value));
    }

    /** Parses each value by itself, so that an error names its line. */
    private String resolve(Criterion criterion, ListedValue value) {
        try {
            String number = names.resolve(criterion, value.text());
            criterion.parse(List.of(number));
            return number;
        } catch (UserError e) {
            throw value.locate(e);
        }
    }

    /** Builds one rule. Each step throws a usage error if a literal cannot be parsed. */
    public final class Builder {
        private final String name;
        private final Direction direction;
        private final Map<Criterion, ValueSet> required = new EnumMap<>(Criterion.class);
        private final Map<Criterion, ValueSet> excluded = new EnumMap<>(Criterion.class);
        private Optional<Dscp> dscp = Optional.empty();
        private Optional<Priority> priority = Optional.empty();

        private Builder(String name, Direction direction) {
            this.name = name;
            this.direction = direction;
        }

        /** Matches packets with one of these values. */
        public void match(Criterion criterion, Collection<String> literals) {
            required.put(criterion, parse(criterion, literals));
        }

        /** Does not match packets with one of these values. */
        public void exclude(Criterion criterion, Collection<String> literals) {
            excluded.put(criterion, parse(criterion, literals));
        }

        public void dscp(String word) {
            dscp = Optional.of(Dscp.parse(word));
        }

        public void priority(String word) {
            priority = Optional.of(Priority.parse(word));
        }

        /** @throws UserError a usage error if the rule is invalid as a whole */
        public Rule build() {
            return new Rule(name, direction, new PacketMatch(required, excluded), dscp, priority);
        }
    }
}

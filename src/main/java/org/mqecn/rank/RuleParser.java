// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/** Builds rules from what users write, in a file or on the command line. */
public final class RuleParser {
    private final UserIds userIds;

    public RuleParser(UserIds userIds) {
        this.userIds = userIds;
    }

    /** Starts a rule that matches everything and sets nothing. */
    public Builder builder(String name, Direction direction) {
        return new Builder(name, direction);
    }

    /** Builds one rule. Each step throws a usage error if a literal cannot be parsed. */
    public final class Builder {
        private final String name;
        private final Direction direction;
        private final Map<Criterion, ValueSet> match = new EnumMap<>(Criterion.class);
        private Optional<Dscp> dscp = Optional.empty();
        private Optional<Priority> priority = Optional.empty();

        private Builder(String name, Direction direction) {
            this.name = name;
            this.direction = direction;
        }

        /** Matches packets with one of these values. */
        public void match(Criterion criterion, Collection<String> literals) {
            match.put(
                    criterion,
                    criterion.parse(
                            criterion == Criterion.USER
                                    ? literals.stream().map(userIds::resolve).toList()
                                    : literals));
        }

        public void dscp(String word) {
            dscp = Optional.of(Dscp.parse(word));
        }

        public void priority(String word) {
            priority = Optional.of(Priority.parse(word));
        }

        /** @throws UserError a usage error if the rule is invalid as a whole */
        public Rule build() {
            return new Rule(name, direction, match, dscp, priority);
        }
    }
}

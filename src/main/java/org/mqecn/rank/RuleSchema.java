// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.value.Dscp;

/** The keys of a rule file. */
final class RuleSchema {
    private RuleSchema() {}

    /** What a rule matches and sets. */
    static final class RuleKeys {
        static final Key<Direction> DIRECTION = Key.of(
                "direction",
                ValueTypes.enumeration("a direction", directions()),
                "packets to match: those this machine sends (output, the default), forwards or receives (input)",
                "forward");
        static final Map<Criterion, Key<List<String>>> CRITERIA = criteria();
        static final Key<ParsedObject> NOT = Key.of(
                "not",
                ObjectSchema.of("negated match", List.copyOf(CRITERIA.values())),
                "values that a packet must not have, by criterion",
                "{source: 10.0.0.0/8}");
        static final Key<String> DSCP = Key.of("dscp", ValueTypes.STRING, "DSCP to set: " + Dscp.SPELLINGS, "af21");
        static final Key<String> PRIORITY = Key.of(
                "priority",
                ValueTypes.STRING,
                "priority to set (skb->priority): a number, or a class of the qdisc such as 1:3",
                "1:3");
        static final ObjectSchema SCHEMA = ObjectSchema.of("rule", keys());

        private RuleKeys() {}

        private static Map<String, Direction> directions() {
            Map<String, Direction> directions = new LinkedHashMap<>();
            Arrays.stream(Direction.values()).forEach(direction -> directions.put(direction.keyword(), direction));
            return directions;
        }

        private static Map<Criterion, Key<List<String>>> criteria() {
            ValueType<List<String>> one = ValueTypes.map(ValueTypes.STRING, List::of);
            ValueType<List<String>> literals =
                    ValueTypes.either(one, ValueTypes.list(ValueTypes.STRING, 1, Integer.MAX_VALUE));
            Map<Criterion, Key<List<String>>> criteria = new EnumMap<>(Criterion.class);
            for (Criterion criterion : Criterion.values()) {
                criteria.put(
                        criterion, Key.of(criterion.key(), literals, criterion.description(), criterion.example()));
            }
            return criteria;
        }

        private static List<Key<?>> keys() {
            List<Key<?>> keys = new ArrayList<>();
            keys.add(DIRECTION);
            keys.addAll(CRITERIA.values());
            keys.add(NOT);
            keys.add(DSCP);
            keys.add(PRIORITY);
            return keys;
        }
    }

    /** The file. */
    static final class RuleFileKeys {
        static final Key<Map<Located<String>, ParsedObject>> RULES = Key.required(
                "rules",
                ValueTypes.mapping(ValueTypes.STRING, RuleKeys.SCHEMA),
                "rules by name; the first that matches a packet decides",
                "{web: {device: eth1, protocol: tcp, source-port: 443, dscp: af21}}");
        static final ObjectSchema SCHEMA = ObjectSchema.of("rule file", List.of(RULES));

        private RuleFileKeys() {}
    }
}

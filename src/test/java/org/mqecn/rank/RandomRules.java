// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.mqecn.value.UserError;

/** Random rules from a seed, without invalid and shadowed ones. */
final class RandomRules {
    private final Random random;

    private RandomRules(long seed) {
        random = new Random(seed);
    }

    static List<Rule> of(long seed, int count) {
        RandomRules maker = new RandomRules(seed);
        List<Rule> rules = new ArrayList<>();
        while (rules.size() < count) {
            try {
                Rule rule = maker.rule("r" + rules.size());
                if (RuleListValidator.findContradiction(rules, rule).isEmpty()) {
                    rules.add(rule);
                }
            } catch (UserError e) {
                // Ports of ICMP, IPv4 to IPv6 and the like: the next one.
                continue;
            }
        }
        return rules;
    }

    private Rule rule(String name) {
        Direction direction = Direction.values()[random.nextInt(Direction.values().length)];
        RuleParser.Builder builder = new RuleParser(NameDatabase.EMPTY, Path.of("")).builder(name, direction);
        NumberType addresses = random.nextBoolean() ? NumberType.IPV4 : NumberType.IPV6;
        for (Criterion criterion : Criterion.values()) {
            if (criterion.appliesTo(direction) && random.nextInt(4) == 0) {
                builder.match(criterion, fields(criterion, addresses));
            }
            if (criterion.appliesTo(direction) && random.nextInt(8) == 0) {
                builder.exclude(criterion, fields(criterion, addresses));
            }
        }
        if (random.nextBoolean()) {
            builder.priority(
                    random.nextBoolean()
                            ? Integer.toString(random.nextInt(1 << 16))
                            : Integer.toHexString(random.nextInt(1 << 16)) + ":"
                                    + Integer.toHexString(random.nextInt(1 << 16)));
        }
        builder.dscp(Integer.toString(random.nextInt(64)));
        return builder.build();
    }

    private List<String> fields(Criterion criterion, NumberType addresses) {
        return switch (criterion) {
            case DEVICE, IN_DEVICE -> some(() -> "eth" + random.nextInt(9));
            case CGROUP -> List.of("bulk");
            case PROTOCOL -> some(() -> random.nextBoolean() ? "tcp" : Integer.toString(random.nextInt(256)));
            case SOURCE_PORT, DESTINATION_PORT -> some(() -> range(NumberType.PORT, 16));
            case USER -> some(() -> range(NumberType.USER, 32));
            case MATCH_DSCP -> some(() -> range(NumberType.DSCP, 6));
            case PACKET_LENGTH -> some(() -> range(NumberType.LENGTH, 32));
            case MARK, CONNMARK -> some(() -> range(NumberType.MARK, 32));
            case SOURCE, DESTINATION -> some(() -> range(addresses, addresses == NumberType.IPV4 ? 32 : 128));
        };
    }

    private List<String> some(Supplier<String> word) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            fields.add(word.get());
        }
        return fields;
    }

    private String range(NumberType numberType, int bits) {
        BigInteger first = new BigInteger(bits, random);
        BigInteger last = random.nextBoolean() ? first : first.add(new BigInteger(bits - 2, random));
        return numberType.format(new RangeSet.NumberRange(first, last.min(numberType.max())));
    }
}

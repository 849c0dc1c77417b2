// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.rank.NftRuleset.RuleComment;
import org.mqecn.value.UserError;

/** One nftables rule: the implementation of a rule for IPv4, IPv6 or both. */
record NftRule(RuleComment ruleComment, Rule rule, IpFamily ipFamily, RuleCounter counter) {
    private static final RuleParser PARSER = new RuleParser(NameDatabase.EMPTY, Path.of(""));

    /** Parses its expressions; empty if mqecn does not write one of them. */
    static Optional<NftRule> of(RuleComment ruleComment, Direction direction, JsonNode expressions) {
        try {
            ExpressionReader expressionReader =
                    new ExpressionReader(PARSER.builder(ruleComment.name(), direction), direction);
            expressions.forEach(expression ->
                    expression.properties().forEach(named -> expressionReader.read(named.getKey(), named.getValue())));
            Rule rule = expressionReader.builder.build();
            return expressionReader.isRecognized
                    ? Optional.of(
                            new NftRule(ruleComment, rule, expressionReader.family(rule), expressionReader.counter))
                    : Optional.empty();
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    boolean isSameRuleAs(NftRule other) {
        return ruleComment.equals(other.ruleComment) && rule.equals(other.rule);
    }

    /** Parses the expressions in order. */
    private static final class ExpressionReader {
        private final RuleParser.Builder builder;
        private final Direction direction;
        private Optional<IpFamily> family = Optional.empty();
        private RuleCounter counter = RuleCounter.ZERO;
        /** Whether every expression was parsed and the last one accepts the packet. */
        private boolean isRecognized = true;

        private boolean isAccepted;
        /** Whether the match that is being read negates its values. */
        private boolean isExclusion;

        ExpressionReader(RuleParser.Builder builder, Direction direction) {
            this.builder = builder;
            this.direction = direction;
        }

        void read(String type, JsonNode value) {
            isRecognized &= !isAccepted;
            switch (type) {
                case "match" -> readMatch(value.path("op").asText(), value.path("left"), value.path("right"));
                case "counter" ->
                    counter = new RuleCounter(
                            value.path("packets").asLong(), value.path("bytes").asLong());
                case "mangle" ->
                    readMangle(value.path("key"), value.path("value").asText());
                case "accept" -> isAccepted = true;
                default -> isRecognized = false;
            }
        }

        private void readMatch(String operator, JsonNode left, JsonNode right) {
            isRecognized &= operator.equals("==") || operator.equals("!=");
            isExclusion = operator.equals("!=");
            String key = left.path("meta").path("key").asText();
            String header = left.path("payload").path("protocol").asText();
            if (key.equals("nfproto")) {
                isRecognized &= !isExclusion;
                requireFamily(family(right.asInt()));
            } else if (header.equals(IpFamily.IPV4.nftHeader()) || header.equals(IpFamily.IPV6.nftHeader())) {
                requireFamily(familyOf(header));
                addCriterion(fieldCriterion(left), right);
            } else if (!header.isEmpty()) {
                if (!header.equals("th")) {
                    builder.match(Criterion.PROTOCOL, List.of(header));
                }
                addCriterion(fieldCriterion(left), right);
            } else {
                addCriterion(stateCriterion(left, key), right);
            }
        }

        private void addCriterion(Optional<Criterion> criterion, JsonNode right) {
            isRecognized &= criterion.isPresent();
            criterion.ifPresent(each -> {
                if (isExclusion) {
                    builder.exclude(each, literals(right));
                } else {
                    builder.match(each, literals(right));
                }
            });
        }

        /** The criterion of a match on what the kernel knows of a packet, rather than on its headers. */
        private Optional<Criterion> stateCriterion(JsonNode left, String key) {
            if (left.has("socket")) {
                return Optional.of(Criterion.CGROUP);
            }
            return left.path("ct").path("key").asText().equals("mark")
                    ? Optional.of(Criterion.CONNMARK)
                    : metaCriterion(key);
        }

        private Optional<Criterion> metaCriterion(String key) {
            if (key.equals(NftRuleset.deviceKey(direction))) {
                return Optional.of(Criterion.DEVICE);
            }
            return switch (key) {
                case "iifname" -> Optional.of(Criterion.IN_DEVICE);
                case "l4proto" -> Optional.of(Criterion.PROTOCOL);
                case "skuid" -> Optional.of(Criterion.USER);
                case "length" -> Optional.of(Criterion.PACKET_LENGTH);
                case "mark" -> Optional.of(Criterion.MARK);
                default -> Optional.empty();
            };
        }

        private static Optional<Criterion> fieldCriterion(JsonNode left) {
            return switch (left.path("payload").path("field").asText()) {
                case "saddr" -> Optional.of(Criterion.SOURCE);
                case "daddr" -> Optional.of(Criterion.DESTINATION);
                case "sport" -> Optional.of(Criterion.SOURCE_PORT);
                case "dport" -> Optional.of(Criterion.DESTINATION_PORT);
                case "dscp" -> Optional.of(Criterion.MATCH_DSCP);
                default -> Optional.empty();
            };
        }

        private void readMangle(JsonNode key, String value) {
            JsonNode payload = key.path("payload");
            if (payload.path("field").asText().equals("dscp")) {
                requireFamily(familyOf(payload.path("protocol").asText()));
                builder.dscp(value);
            } else if (key.path("meta").path("key").asText().equals("priority")) {
                builder.priority(Priority.ofNft(value).toNft());
            } else {
                isRecognized = false;
            }
        }

        /** All expressions must agree on the IP family. */
        private void requireFamily(Optional<IpFamily> required) {
            isRecognized &= required.isPresent() && (family.isEmpty() || family.equals(required));
            family = required;
        }

        private static Optional<IpFamily> family(int number) {
            return Arrays.stream(IpFamily.values())
                    .filter(each -> each.nfproto() == number)
                    .findFirst();
        }

        private static Optional<IpFamily> familyOf(String header) {
            return Arrays.stream(IpFamily.values())
                    .filter(each -> each.nftHeader().equals(header))
                    .findFirst();
        }

        /** nft omits what the rest implies: that ICMP is IPv4. */
        private IpFamily family(Rule rule) {
            return family.orElse(rule.families().get(0));
        }

        private static List<String> literals(JsonNode right) {
            List<String> literals = new ArrayList<>();
            if (right.has("set")) {
                right.get("set").forEach(each -> literals.addAll(literals(each)));
            } else if (right.has("range")) {
                literals.add(right.get("range").get(0).asText() + "-"
                        + right.get("range").get(1).asText());
            } else if (right.has("prefix")) {
                literals.add(right.get("prefix").get("addr").asText() + "/"
                        + right.get("prefix").get("len").asText());
            } else {
                literals.add(right.asText());
            }
            return literals;
        }
    }
}

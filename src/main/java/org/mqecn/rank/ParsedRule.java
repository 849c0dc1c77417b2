// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.UserError;
import org.mqecn.rank.Ruleset.Comment;

/** One rule of nft's that stands for one of ours, or for its share of one kind of packets. */
record ParsedRule(Comment comment, Rule rule, Family family, Count count) {
    private static final RuleMaker MAKER = new RuleMaker(new Users(Map.of()));

    /** Reads its expressions; empty where there is one that we do not write. */
    static Optional<ParsedRule> of(Comment comment, Direction direction, JsonNode expressions) {
        try {
            Reader reader = new Reader(MAKER.draft(comment.name(), direction), direction);
            expressions.forEach(expression -> expression.properties().forEach(named ->
                    reader.read(named.getKey(), named.getValue())));
            Rule rule = reader.draft.rule();
            return reader.isWhole ? Optional.of(new ParsedRule(comment, rule, reader.family(rule), reader.count))
                    : Optional.empty();
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    boolean isOfOneRuleWith(ParsedRule other) {
        return comment.equals(other.comment) && rule.equals(other.rule);
    }

    /** Goes through the expressions. */
    private static final class Reader {
        private final RuleMaker.Draft draft;
        private final Direction direction;
        private Optional<Family> family = Optional.empty();
        private Count count = Count.NONE;
        /** Whether all was understood, and the last of it takes the packet. */
        private boolean isWhole = true;
        private boolean isOver;

        Reader(RuleMaker.Draft draft, Direction direction) {
            this.draft = draft;
            this.direction = direction;
        }

        void read(String type, JsonNode value) {
            isWhole &= !isOver;
            switch (type) {
                case "match" -> match(value.path("op").asText(), value.path("left"), value.path("right"));
                case "counter" -> count = new Count(value.path("packets").asLong(), value.path("bytes").asLong());
                case "mangle" -> give(value.path("key"), value.path("value").asText());
                case "accept" -> isOver = true;
                default -> isWhole = false;
            }
        }

        private void match(String operator, JsonNode left, JsonNode right) {
            isWhole &= operator.equals("==");
            String key = left.path("meta").path("key").asText();
            String header = left.path("payload").path("protocol").asText();
            if (key.equals("nfproto")) {
                is(family(right.asInt()));
            } else if (header.equals(Family.IPV4.header()) || header.equals(Family.IPV6.header())) {
                is(familyOf(header));
                ask(field(left), right);
            } else if (!header.isEmpty()) {
                if (!header.equals("th")) {
                    draft.ask(Criterion.PROTOCOL, List.of(header));
                }
                ask(field(left), right);
            } else {
                ask(left.has("socket") ? Optional.of(Criterion.CGROUP) : meta(key), right);
            }
        }

        private void ask(Optional<Criterion> criterion, JsonNode right) {
            isWhole &= criterion.isPresent();
            criterion.ifPresent(each -> draft.ask(each, words(right)));
        }

        private Optional<Criterion> meta(String key) {
            if (key.equals(Ruleset.deviceKey(direction))) {
                return Optional.of(Criterion.DEVICE);
            }
            return switch (key) {
                case "iifname" -> Optional.of(Criterion.IN_DEVICE);
                case "l4proto" -> Optional.of(Criterion.PROTOCOL);
                case "skuid" -> Optional.of(Criterion.USER);
                default -> Optional.empty();
            };
        }

        private static Optional<Criterion> field(JsonNode left) {
            return switch (left.path("payload").path("field").asText()) {
                case "saddr" -> Optional.of(Criterion.SOURCE);
                case "daddr" -> Optional.of(Criterion.DESTINATION);
                case "sport" -> Optional.of(Criterion.SOURCE_PORT);
                case "dport" -> Optional.of(Criterion.DESTINATION_PORT);
                default -> Optional.empty();
            };
        }

        private void give(JsonNode key, String value) {
            JsonNode payload = key.path("payload");
            if (payload.path("field").asText().equals("dscp")) {
                is(familyOf(payload.path("protocol").asText()));
                draft.dscp(value);
            } else if (key.path("meta").path("key").asText().equals("priority")) {
                draft.priority(Priority.ofNft(value).nft());
            } else {
                isWhole = false;
            }
        }

        /** Each word about the kind of packets must say the same. */
        private void is(Optional<Family> said) {
            isWhole &= said.isPresent() && (family.isEmpty() || family.equals(said));
            family = said;
        }

        private static Optional<Family> family(int number) {
            return Arrays.stream(Family.values()).filter(each -> each.number() == number).findFirst();
        }

        private static Optional<Family> familyOf(String header) {
            return Arrays.stream(Family.values()).filter(each -> each.header().equals(header)).findFirst();
        }

        /** nft leaves out what follows from the rest: of ICMP that it is IPv4. */
        private Family family(Rule rule) {
            return family.orElse(rule.families().get(0));
        }

        private static List<String> words(JsonNode right) {
            List<String> words = new ArrayList<>();
            if (right.has("set")) {
                right.get("set").forEach(each -> words.addAll(words(each)));
            } else if (right.has("range")) {
                words.add(right.get("range").get(0).asText() + "-" + right.get("range").get(1).asText());
            } else if (right.has("prefix")) {
                words.add(right.get("prefix").get("addr").asText() + "/" + right.get("prefix").get("len").asText());
            } else {
                words.add(right.asText());
            }
            return words;
        }
    }
}

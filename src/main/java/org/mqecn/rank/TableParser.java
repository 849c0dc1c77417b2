// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.UserError;
import org.mqecn.rank.Ruleset.Comment;
import org.mqecn.rank.RankTable.Standing;

/** Reads what {@code nft -n -j list table} prints. What it does not know is not ours. */
final class TableParser {
    private static final int PRIORITY_MANGLE = -150;

    private final Map<String, Map<Family, ParsedRule>> named = new LinkedHashMap<>();
    private final Map<String, Integer> latest = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();

    private TableParser() {}

    /** @throws UserError where it is no JSON of nft's */
    static RankTable parse(String json) {
        try {
            TableParser parser = new TableParser();
            for (JsonNode each : new ObjectMapper().readTree(json).path("nftables")) {
                each.properties().forEach(named -> parser.read(named.getKey(), named.getValue()));
            }
            return parser.table();
        } catch (JsonProcessingException e) {
            throw new UserError("cannot read what nft prints: " + e.getOriginalMessage(),
                    "nft has to be built with JSON: 'nft -V' tells");
        }
    }

    private void read(String type, JsonNode value) {
        switch (type) {
            case "metainfo", "table" -> { }
            case "chain" -> readChain(value);
            case "rule" -> readRule(value);
            default -> others.add("there is a " + type + " '" + value.path("name").asText() + "'");
        }
    }

    private void readChain(JsonNode chain) {
        String name = chain.path("name").asText();
        if (direction(name).isEmpty() || !chain.path("hook").asText().equals(name)
                || chain.path("prio").asInt() != PRIORITY_MANGLE || !chain.path("policy").asText().equals("accept")
                || !chain.path("type").asText().equals("filter")) {
            others.add("chain " + name + " is not mqecn's");
        }
    }

    private void readRule(JsonNode json) {
        String chain = json.path("chain").asText();
        Optional<Comment> comment = Comment.parse(json.path("comment").asText());
        Optional<Direction> direction = direction(chain);
        Optional<ParsedRule> parsed = comment.isEmpty() || direction.isEmpty() ? Optional.empty()
                : ParsedRule.of(comment.get(), direction.get(), json.path("expr"));
        if (parsed.isEmpty() || !take(chain, parsed.get())) {
            others.add("chain " + chain + " has a rule that is not mqecn's: handle " + json.path("handle").asInt());
        }
    }

    /** Keeps it, unless it stands where it cannot be one of ours. */
    private boolean take(String chain, ParsedRule parsed) {
        int number = parsed.comment().number();
        Map<Family, ParsedRule> same = named.computeIfAbsent(parsed.comment().name(),
                name -> new EnumMap<>(Family.class));
        boolean fits = number >= latest.getOrDefault(chain, 0) && !same.containsKey(parsed.family())
                && same.values().stream().allMatch(other -> other.isOfOneRuleWith(parsed));
        if (fits) {
            latest.put(chain, number);
            same.put(parsed.family(), parsed);
        }
        return fits;
    }

    private RankTable table() {
        List<Standing> rules = new ArrayList<>();
        for (Map<Family, ParsedRule> parts : named.values()) {
            Map<Family, Count> counts = new EnumMap<>(Family.class);
            parts.forEach((family, part) -> counts.put(family, part.count()));
            parts.values().stream().findFirst().ifPresent(part ->
                    rules.add(new Standing(part.rule(), part.comment(), counts)));
        }
        if (named.isEmpty() && others.isEmpty()) {
            others.add("all rules are gone");   // mqecn takes the table away with its last rule
        }
        return new RankTable(rules, others);
    }

    private static Optional<Direction> direction(String chain) {
        for (Direction direction : Direction.values()) {
            if (direction.word().equals(chain)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}

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
import org.mqecn.rank.NftRuleset.RuleComment;
import org.mqecn.rank.RankTable.InstalledRule;
import org.mqecn.value.UserError;

/** Parses the output of {@code nft -n -j list table}. What it cannot parse is a foreign object. */
final class NftTableParser {
    private static final int PRIORITY_MANGLE = -150;

    private final Map<String, Map<IpFamily, NftRule>> rulesByName = new LinkedHashMap<>();
    private final Map<String, Integer> lastPositions = new LinkedHashMap<>();
    private final List<String> foreignObjects = new ArrayList<>();

    private NftTableParser() {}

    /** @throws UserError if this is not nft's JSON */
    static RankTable parse(String json) {
        try {
            NftTableParser parser = new NftTableParser();
            for (JsonNode each : new ObjectMapper().readTree(json).path("nftables")) {
                each.properties().forEach(named -> parser.readObject(named.getKey(), named.getValue()));
            }
            return parser.toTable();
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "cannot parse nft's output: " + e.getOriginalMessage(),
                    "nft must be built with JSON support: see 'nft -V'");
        }
    }

    private void readObject(String type, JsonNode value) {
        switch (type) {
            case "metainfo", "table" -> {}
            case "chain" -> readChain(value);
            case "rule" -> readRule(value);
            default ->
                foreignObjects.add("foreign " + type + " '" + value.path("name").asText() + "'");
        }
    }

    private void readChain(JsonNode chain) {
        String name = chain.path("name").asText();
        if (direction(name).isEmpty()
                || !chain.path("hook").asText().equals(name)
                || chain.path("prio").asInt() != PRIORITY_MANGLE
                || !chain.path("policy").asText().equals("accept")
                || !chain.path("type").asText().equals("filter")) {
            foreignObjects.add("chain " + name + " was changed");
        }
    }

    private void readRule(JsonNode json) {
        String chain = json.path("chain").asText();
        Optional<RuleComment> comment = RuleComment.parse(json.path("comment").asText());
        Optional<Direction> direction = direction(chain);
        Optional<NftRule> parsed = comment.isEmpty() || direction.isEmpty()
                ? Optional.empty()
                : NftRule.of(comment.get(), direction.get(), json.path("expr"));
        if (parsed.isEmpty() || !addIfValid(chain, parsed.get())) {
            foreignObjects.add("chain " + chain + " has a foreign rule: handle "
                    + json.path("handle").asInt());
        }
    }

    /** Adds a rule unless its position or another rule of the same name shows that mqecn did not write it. */
    private boolean addIfValid(String chain, NftRule parsed) {
        int number = parsed.ruleComment().position();
        Map<IpFamily, NftRule> same =
                rulesByName.computeIfAbsent(parsed.ruleComment().name(), name -> new EnumMap<>(IpFamily.class));
        boolean fits = number >= lastPositions.getOrDefault(chain, 0)
                && !same.containsKey(parsed.ipFamily())
                && same.values().stream().allMatch(other -> other.isSameRuleAs(parsed));
        if (fits) {
            lastPositions.put(chain, number);
            same.put(parsed.ipFamily(), parsed);
        }
        return fits;
    }

    private RankTable toTable() {
        List<InstalledRule> rules = new ArrayList<>();
        for (Map<IpFamily, NftRule> parts : rulesByName.values()) {
            Map<IpFamily, RuleCounter> counts = new EnumMap<>(IpFamily.class);
            parts.forEach((ipFamily, part) -> counts.put(ipFamily, part.counter()));
            parts.values().stream()
                    .findFirst()
                    .ifPresent(part -> rules.add(new InstalledRule(part.rule(), part.ruleComment(), counts)));
        }
        return new RankTable(true, rules, foreignObjects, Optional.empty());
    }

    private static Optional<Direction> direction(String chain) {
        for (Direction direction : Direction.values()) {
            if (direction.keyword().equals(chain)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}

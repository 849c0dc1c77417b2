// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.port.Dscp;
import org.mqecn.port.UserError;

/**
 * One rule: the packets that it matches, and what they get.
 *
 * @param name unique among all rules
 * @param match for each criterion that is asked, the values of which a packet must have one
 */
public record Rule(String name, Direction direction, Map<Criterion, Values> match, Optional<Dscp> dscp,
        Optional<Priority> priority) {
    /** Of names. */
    static final String PATTERN = "[a-z][a-z0-9-]{0,31}";

    private static final Ranges WITH_PORTS = Ranges.parse(Scale.PROTOCOL,
            List.of("tcp", "udp", "sctp", "dccp", "udplite"));
    private static final Ranges USUAL_WITH_PORTS = Ranges.parse(Scale.PROTOCOL, List.of("tcp", "udp"));
    private static final int DIGITS = 8;

    /**
     * A rule. One that asks for ports without a protocol means TCP and UDP.
     *
     * @throws UserError a usage error where no packet can match, or nothing is done
     */
    public Rule {
        Map<Criterion, Values> all = new EnumMap<>(Criterion.class);
        all.putAll(match);
        if (all.keySet().stream().anyMatch(Criterion::isPort)) {
            all.putIfAbsent(Criterion.PROTOCOL, USUAL_WITH_PORTS);
        }
        match = Collections.unmodifiableMap(all);
        check(name, direction, match);
        if (dscp.isEmpty() && priority.isEmpty()) {
            throw UserError.usage("rule " + name + " does nothing", "give it a dscp, a priority or both");
        }
    }

    private static void check(String name, Direction direction, Map<Criterion, Values> match) {
        if (!name.matches(PATTERN)) {
            throw UserError.usage("'" + name + "' cannot be the name of a rule",
                    "at most 32 small letters, digits and '-', a letter first");
        }
        match.keySet().stream().filter(criterion -> !criterion.suits(direction)).findFirst().ifPresent(criterion -> {
            throw UserError.usage("rule " + name + " asks for " + criterion.key() + ", which packets of direction "
                    + direction.word() + " do not have", direction == Direction.OUTPUT
                            ? "direction forward has it" : "leave it out, or make it direction "
                            + (criterion == Criterion.IN_DEVICE ? "forward" : "output"));
        });
        if (match.keySet().stream().anyMatch(Criterion::isPort)
                && !WITH_PORTS.covers(match.get(Criterion.PROTOCOL))) {
            throw UserError.usage("rule " + name + " asks for ports of "
                    + String.join(", ", match.get(Criterion.PROTOCOL).words()), "ports have "
                            + String.join(", ", WITH_PORTS.words()));
        }
        List<Family> families = families(match);
        if (families.size() > 1) {
            throw UserError.usage("rule " + name + " mixes IPv4 and IPv6: no packet is both", "make a rule for each");
        }
    }

    /** The kinds of packets that what is asked for belongs to: one at most, where it makes sense. */
    private static List<Family> families(Map<Criterion, Values> match) {
        List<Family> families = new ArrayList<>();
        for (Values values : match.values()) {
            if (values instanceof Ranges numbers) {
                switch (numbers.scale()) {
                    case IPV4 -> families.add(Family.IPV4);
                    case IPV6 -> families.add(Family.IPV6);
                    case PROTOCOL -> ofProtocol(numbers).ifPresent(families::add);
                    default -> { }
                }
            }
        }
        return families.stream().distinct().toList();
    }

    private static Optional<Family> ofProtocol(Ranges protocols) {
        return protocols.single().flatMap(number -> Family.only(number.intValue()));
    }

    /** The kinds of packets that it matches. Their DSCPs stand in different headers: it is a rule of nft for each. */
    List<Family> families() {
        List<Family> families = families(match);
        return !families.isEmpty() ? families : dscp.isPresent() ? List.of(Family.IPV4, Family.IPV6)
                : List.of(Family.ANY);
    }

    /** Whether it matches every packet that another rule does. */
    boolean covers(Rule other) {
        return direction == other.direction
                && (families(match).isEmpty() || families(match).equals(families(other.match)))
                && match.entrySet().stream().allMatch(asked -> other.match.containsKey(asked.getKey())
                        && asked.getValue().covers(other.match.get(asked.getKey())));
    }

    /** Whether packets get the same from both. */
    boolean givesAs(Rule other) {
        return dscp.equals(other.dscp) && priority.equals(other.priority);
    }

    /** All that it matches, in words: {@code device eth1, protocol tcp}. */
    public String matchText() {
        return matchWords().entrySet().stream().map(asked -> asked.getKey() + " " + String.join(",", asked.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** All that it matches: values by the word of each criterion. */
    public Map<String, List<String>> matchWords() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        match.forEach((criterion, values) -> words.put(criterion.key(), values.words()));
        return words;
    }

    /** What tells it from every other rule, and from itself before it was changed. */
    String digest() {
        String words = name + " " + direction.word() + " " + matchText() + " dscp "
                + dscp.map(Dscp::value) + " priority " + priority;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(words.getBytes(StandardCharsets.UTF_8))).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/**
 * One rule: the packets that it matches, and the DSCP and priority that it sets.
 *
 * @param name unique among all rules
 * @param match the values that a packet may have, for each criterion in use
 */
public record Rule(
        String name,
        Direction direction,
        Map<Criterion, ValueSet> match,
        Optional<Dscp> dscp,
        Optional<Priority> priority) {
    /** A valid name. */
    static final String NAME_PATTERN = "[a-z][a-z0-9-]{0,31}";

    private static final RangeSet PORT_PROTOCOLS =
            RangeSet.parse(NumberType.PROTOCOL, List.of("tcp", "udp", "sctp", "dccp", "udplite"));
    private static final RangeSet DEFAULT_PORT_PROTOCOLS = RangeSet.parse(NumberType.PROTOCOL, List.of("tcp", "udp"));
    private static final int DIGEST_LENGTH = 8;

    /**
     * Creates a rule. A rule with ports but no protocol matches TCP and UDP.
     *
     * @throws UserError a usage error if no packet can match, or the rule sets nothing
     */
    public Rule {
        Map<Criterion, ValueSet> all = new EnumMap<>(Criterion.class);
        all.putAll(match);
        if (all.keySet().stream().anyMatch(Criterion::isPort)) {
            all.putIfAbsent(Criterion.PROTOCOL, DEFAULT_PORT_PROTOCOLS);
        }
        match = Collections.unmodifiableMap(all);
        validate(name, direction, match);
        if (dscp.isEmpty() && priority.isEmpty()) {
            throw UserError.usage("rule " + name + " sets nothing", "give it a dscp, a priority or both");
        }
    }

    private static void validate(String name, Direction direction, Map<Criterion, ValueSet> match) {
        if (!name.matches(NAME_PATTERN)) {
            throw UserError.usage(
                    "'" + name + "' is not a valid rule name",
                    "use at most 32 lower-case letters, digits and '-', a letter first");
        }
        match.keySet().stream()
                .filter(criterion -> !criterion.appliesTo(direction))
                .findFirst()
                .ifPresent(criterion -> {
                    throw UserError.usage(
                            "rule " + name + " matches " + criterion.key() + ", which packets of direction "
                                    + direction.keyword() + " do not have",
                            direction == Direction.OUTPUT
                                    ? "use direction forward"
                                    : "remove it, or use direction "
                                            + (criterion == Criterion.IN_DEVICE ? "forward" : "output"));
                });
        if (match.keySet().stream().anyMatch(Criterion::isPort)
                && !PORT_PROTOCOLS.containsAll(match.get(Criterion.PROTOCOL))) {
            throw UserError.usage(
                    "rule " + name + " matches ports of "
                            + String.join(", ", match.get(Criterion.PROTOCOL).literals()),
                    "protocols with ports are " + String.join(", ", PORT_PROTOCOLS.literals()));
        }
        List<IpFamily> families = families(match);
        if (families.size() > 1) {
            throw UserError.usage(
                    "rule " + name + " mixes IPv4 and IPv6: no packet is both", "write one rule for each");
        }
    }

    /** The IP families that the criteria imply: at most one in a valid rule. */
    private static List<IpFamily> families(Map<Criterion, ValueSet> match) {
        List<IpFamily> families = new ArrayList<>();
        for (ValueSet valueSet : match.values()) {
            if (valueSet instanceof RangeSet numbers) {
                switch (numbers.type()) {
                    case IPV4 -> families.add(IpFamily.IPV4);
                    case IPV6 -> families.add(IpFamily.IPV6);
                    case PROTOCOL -> familyOfProtocol(numbers).ifPresent(families::add);
                    default -> {}
                }
            }
        }
        return families.stream().distinct().toList();
    }

    private static Optional<IpFamily> familyOfProtocol(RangeSet protocols) {
        return protocols.single().flatMap(number -> IpFamily.ofIcmpProtocol(number.intValue()));
    }

    /** The IP families that it matches. Each has its own DSCP field, so each needs its own nftables rule. */
    List<IpFamily> families() {
        List<IpFamily> families = families(match);
        return !families.isEmpty()
                ? families
                : dscp.isPresent() ? List.of(IpFamily.IPV4, IpFamily.IPV6) : List.of(IpFamily.ANY);
    }

    /** Whether it matches every packet that another rule matches. */
    boolean covers(Rule other) {
        return direction == other.direction
                && (families(match).isEmpty() || families(match).equals(families(other.match)))
                && match.entrySet().stream()
                        .allMatch(asked -> other.match.containsKey(asked.getKey())
                                && asked.getValue().containsAll(other.match.get(asked.getKey())));
    }

    /** Whether both rules set the same values. */
    boolean hasSameActionAs(Rule other) {
        return dscp.equals(other.dscp) && priority.equals(other.priority);
    }

    /** Its criteria as text: {@code device eth1, protocol tcp}. */
    public String matchText() {
        return matchLiterals().entrySet().stream()
                .map(asked -> asked.getKey() + " " + String.join(",", asked.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Its criteria: values by key. */
    public Map<String, List<String>> matchLiterals() {
        Map<String, List<String>> literals = new LinkedHashMap<>();
        match.forEach((criterion, valueSet) -> literals.put(criterion.key(), valueSet.literals()));
        return literals;
    }

    /** A digest of everything it matches and sets. */
    String digest() {
        String text = name + " " + direction.keyword() + " " + matchText() + " dscp " + dscp.map(Dscp::value)
                + " priority " + priority;
        return ContentDigest.of(text).substring(0, DIGEST_LENGTH);
    }
}

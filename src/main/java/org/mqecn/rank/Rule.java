// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.List;
import java.util.Optional;
import org.mqecn.value.ContentDigest;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;

/**
 * One rule: the packets that it matches, and the DSCP and priority that it sets.
 *
 * @param name unique among all rules
 */
public record Rule(
        String name, Direction direction, PacketMatch match, Optional<Dscp> dscp, Optional<Priority> priority) {
    /** A valid name. It fits into the comment of an nftables rule, which has at most 127 characters. */
    static final String NAME_PATTERN = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}";

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
        if (match.usesPorts()) {
            match = match.withDefault(Criterion.PROTOCOL, DEFAULT_PORT_PROTOCOLS);
        }
        validate(name, direction, match);
        if (dscp.isEmpty() && priority.isEmpty()) {
            throw UserError.usage("rule " + name + " sets nothing", "give it a dscp, a priority or both");
        }
    }

    private static void validate(String name, Direction direction, PacketMatch match) {
        if (!name.matches(NAME_PATTERN)) {
            throw UserError.usage(
                    "'" + name + "' is not a valid rule name",
                    "use at most 64 letters, digits, '.', '_' and '-'; the first must not be '.' or '-'");
        }
        match.criteria().stream()
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
        match.contradiction().ifPresent(criterion -> {
            throw UserError.usage(
                    "rule " + name + " matches no packet: it excludes every " + criterion.key(),
                    "remove values from 'not', or the rule");
        });
        if (match.usesPorts() && !PORT_PROTOCOLS.containsAll(match.required().get(Criterion.PROTOCOL))) {
            throw UserError.usage(
                    "rule " + name + " matches ports of "
                            + String.join(
                                    ", ",
                                    match.required().get(Criterion.PROTOCOL).literals()),
                    "protocols with ports are " + String.join(", ", PORT_PROTOCOLS.literals()));
        }
        if (match.impliedFamilies().size() > 1) {
            throw UserError.usage(
                    "rule " + name + " mixes IPv4 and IPv6: no packet is both", "write one rule for each");
        }
    }

    /** The IP families that it matches. Each has its own DSCP field, so each needs its own nftables rule. */
    List<IpFamily> families() {
        List<IpFamily> families = match.impliedFamilies();
        return !families.isEmpty()
                ? families
                : dscp.isPresent() || match.criteria().contains(Criterion.MATCH_DSCP)
                        ? List.of(IpFamily.IPV4, IpFamily.IPV6)
                        : List.of(IpFamily.ANY);
    }

    /** Whether it matches every packet that another rule matches. */
    boolean covers(Rule other) {
        return direction == other.direction && match.covers(other.match);
    }

    /** Whether both rules set the same values. */
    boolean hasSameActionAs(Rule other) {
        return dscp.equals(other.dscp) && priority.equals(other.priority);
    }

    /** A digest of everything it matches and sets. */
    String digest() {
        String text = name + " " + direction.keyword() + " " + match.text() + " dscp " + dscp.map(Dscp::value)
                + " priority " + priority;
        return ContentDigest.of(text).substring(0, DIGEST_LENGTH);
    }
}

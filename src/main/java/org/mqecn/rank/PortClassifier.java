// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mqecn.port.Port;
import org.mqecn.port.PortStats;
import org.mqecn.port.RankSource;
import org.mqecn.value.Dscp;

/**
 * How a port classifies packets: a dwrr port into queues, an eiffel port into ranks. Both are called targets here and
 * are numbered from 0.
 */
interface PortClassifier {
    /** Packets with DSCP 0, in messages. */
    String BEST_EFFORT = "best effort";
    /** Packets with a DSCP that no target was given, in messages. */
    String UNMAPPED = "every DSCP without a queue";

    static PortClassifier of(Port port) {
        return switch (port.config().kind()) {
            case DWRR -> new DwrrClassifier(port);
            case EIFFEL -> new EiffelClassifier(port);
        };
    }

    /** {@code queue} or {@code rank}. */
    String targetKind();

    /** The name of a target. */
    default String targetName(int target) {
        return Integer.toString(target);
    }

    /** Heading of the second property of a target, such as {@code bucket}; empty if it has none. */
    default Optional<String> attribute() {
        return Optional.empty();
    }

    /** The second property of a target. */
    default String attribute(int target) {
        throw new IllegalStateException(targetName(target));
    }

    /** The field of a packet that decides, unless its priority does. */
    RankSource source();

    /** The target of packets with this value in the {@link #source}; empty if the port ignores it. */
    OptionalInt classify(int value);

    /** The target of packets with this PCP in a VLAN tag; empty if the port does not trust PCPs. */
    default OptionalInt classifyPcp(int pcp) {
        return OptionalInt.empty();
    }

    /** The DSCPs that are configured explicitly. */
    List<Dscp> mappedDscps();

    /** The common target of all other DSCPs; empty if they have none. */
    OptionalInt defaultTarget();

    /** The target of what a rule sets; empty if it depends on the packet. */
    OptionalInt classify(Optional<Dscp> dscp, Optional<Priority> priority);

    /** The target of packets with neither DSCP nor priority. */
    default OptionalInt bestEffortTarget() {
        return classify(0);
    }

    /** Why this traffic should not go to this target; empty if it may. */
    default Optional<String> starvationWarning(String traffic, int target) {
        return Optional.empty();
    }

    /** Settings that are legal but probably a mistake, one sentence each. */
    List<String> notes(List<Rule> rules);

    /** Packets that arrived at each target. */
    List<Long> arrivedPackets(PortStats stats);
}

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
 * Where a port puts packets by what they carry: a dwrr port in its queues, an eiffel port at their ranks. Places are
 * numbered from 0 on.
 */
interface PortClassifier {
    /** That of a port. */
    static PortClassifier of(Port port) {
        return switch (port.config().kind()) {
            case DWRR -> new DwrrClassifier(port);
            case EIFFEL -> new EiffelClassifier(port);
        };
    }

    /** What a place is called: {@code queue}. */
    String targetKind();

    /** The name of a place. */
    default String targetName(int place) {
        return Integer.toString(place);
    }

    /** What else a place is, by its own heading: {@code bucket}; empty where it is nothing else. */
    default Optional<String> attribute() {
        return Optional.empty();
    }

    /** What a place is under that heading. */
    default String attribute(int place) {
        throw new IllegalStateException(targetName(place));
    }

    /** What of a packet is looked at, if its priority does not decide. */
    RankSource source();

    /** The place of packets that carry a value there; empty where what they carry is nothing to the port. */
    OptionalInt of(int value);

    /** The code points that have a place of their own. */
    List<Dscp> mappedDscps();

    /** The name of the place that all other code points have in common; empty where they have none. */
    Optional<String> defaultTarget();

    /** The place of what a rule gives; empty where what a packet has by itself decides. */
    OptionalInt of(Optional<Dscp> dscp, Optional<Priority> priority);

    /** The place of packets that carry nothing. */
    default OptionalInt bestEffortTarget() {
        return of(0);
    }

    /** What is allowed but surely not meant, a sentence each. */
    List<String> notes(List<Rule> rules);

    /** Packets that have come to each place. */
    List<Long> arrivedPackets(PortStats stats);
}

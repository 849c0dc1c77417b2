// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.port.Counters;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/** Reads what is the eiffel qdisc's own in a message: its options and its statistics (kmod/uapi/eiffel.h). */
final class Eiffel {
    private static final int TCA_EIFFEL_STATS_RANKS = 20;

    private Eiffel() {}

    /**
     * Reads TCA_OPTIONS.
     *
     * @throws UserError where a value is missing or malformed
     */
    static PortConfig config(Attributes options) {
        return new PortConfig(QdiscKind.EIFFEL, Ours.values(QdiscKind.EIFFEL, options), List.of());
    }

    static PortStats stats(Attributes statistics) {
        return new PortStats(counters(statistics), List.of(),
                Ours.own(statistics).find(TCA_EIFFEL_STATS_RANKS).map(Eiffel::ranks).orElse(List.of()));
    }

    private static List<Long> ranks(ByteBuffer row) {
        return IntStream.range(0, row.remaining() / Long.BYTES)
                .mapToObj(rank -> row.getLong(rank * Long.BYTES)).toList();
    }

    static Counters counters(Attributes statistics) {
        return Ours.counters(QdiscKind.EIFFEL, statistics);
    }
}

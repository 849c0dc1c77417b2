// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.port.Counters;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;

/** Parses options and statistics of the eiffel qdisc (kmod/uapi/eiffel.h). */
final class EiffelReader {
    private static final int TCA_EIFFEL_STATS_RANKS = 20;

    private EiffelReader() {}

    /**
     * Parses TCA_OPTIONS.
     *
     * @throws UserError if a value is missing or malformed
     */
    static PortConfig config(NetlinkAttributes options) {
        return new PortConfig(QdiscKind.EIFFEL, ModuleQdiscReader.settings(QdiscKind.EIFFEL, options), List.of());
    }

    static PortStats stats(NetlinkAttributes statistics) {
        return new PortStats(
                counters(statistics),
                List.of(),
                ModuleQdiscReader.moduleStatistics(statistics)
                        .find(TCA_EIFFEL_STATS_RANKS)
                        .map(EiffelReader::ranks)
                        .orElse(List.of()));
    }

    private static List<Long> ranks(ByteBuffer row) {
        return IntStream.range(0, row.remaining() / Long.BYTES)
                .mapToObj(rank -> row.getLong(rank * Long.BYTES))
                .toList();
    }

    static Counters counters(NetlinkAttributes statistics) {
        return ModuleQdiscReader.counters(QdiscKind.EIFFEL, statistics);
    }
}

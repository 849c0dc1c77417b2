// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.util.List;
import org.mqecn.port.Counters;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;

/** Reads what is the eiffel qdisc's own in a message: its options and its statistics (kmod/uapi/eiffel.h). */
final class Eiffel {
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
        return new PortStats(counters(statistics), List.of());
    }

    static Counters counters(Attributes statistics) {
        return Ours.counters(QdiscKind.EIFFEL, statistics);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.Locale;

/**
 * What became of a flow.
 *
 * @param flow what was asked for
 * @param dscp it came with
 * @param startNs when the request was sent, from the beginning of the workload
 * @param fctNs from then to its last byte
 * @param retransmitted segments that the server sent again
 * @param deliveredCe segments that arrived marked
 * @param dctcp whether the server's kernel had DCTCP at work, ECN agreed on
 */
public record FlowRecord(
        ScheduledFlow flow, int dscp, long startNs, long fctNs, long retransmitted, long deliveredCe, boolean dctcp) {
    public static final String CSV_HEADER =
            "start_ns,fct_ns,bytes,server,service,dscp,goodput_mbit,retransmitted,delivered_ce,dctcp";

    private static final double NS_PER_US = 1e3;

    /** Mbit/s */
    public double goodput() {
        return flow.bytes() * 8 / (fctNs / NS_PER_US);
    }

    /** Formats the record as a line of {@link #CSV_HEADER}. */
    public String toCsv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%d,%d,%.3f,%d,%d,%d",
                startNs,
                fctNs,
                flow.bytes(),
                flow.server(),
                flow.service(),
                dscp,
                goodput(),
                retransmitted,
                deliveredCe,
                dctcp ? 1 : 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.util.Locale;

/**
 * The outcome of a flow.
 *
 * @param flow the flow as scheduled
 * @param dscp DSCP of its service
 * @param startNs time of the request, since the start of the workload
 * @param fctNs flow completion time: from the request to the last byte
 * @param retransmitted segments that the server retransmitted
 * @param deliveredCe segments that arrived CE-marked (tcpi_delivered_ce)
 * @param dctcp whether the server used DCTCP with ECN negotiated
 */
public record FlowRecord(
        ScheduledFlow flow, int dscp, long startNs, long fctNs, long retransmitted, long deliveredCe, boolean dctcp) {
    public static final String CSV_HEADER =
            "start_ns,fct_ns,bytes,server,service,dscp,goodput_mbit,retransmitted,delivered_ce,dctcp";

    private static final double NS_PER_US = 1e3;

    /** In Mbit/s. */
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

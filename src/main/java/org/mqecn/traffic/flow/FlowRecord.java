// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

/**
 * What became of a flow.
 *
 * @param flow what was asked for
 * @param dscp it came with
 * @param startNs when the request was sent, from the beginning of the workload
 * @param completionNs from then to its last byte
 * @param retransmitted segments that the server sent again
 * @param marked segments that arrived marked
 * @param dctcp whether the server's kernel had DCTCP at work, ECN agreed on
 */
public record FlowRecord(
        ScheduledFlow flow, int dscp, long startNs, long completionNs, long retransmitted, long marked, boolean dctcp) {
    private static final double NS_PER_US = 1e3;

    /** Mbit/s */
    public double goodput() {
        return flow.bytes() * 8 / (completionNs / NS_PER_US);
    }
}

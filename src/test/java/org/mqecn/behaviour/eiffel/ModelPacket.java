// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/**
 * A packet as sent.
 *
 * @param sender number of the sender
 * @param seq sequence number of the sender
 * @param connected whether the sender is a connected socket, which is a flow; others are distinguished by hash
 * @param bytes length with the Ethernet header, without FCS
 * @param dscp DSCP
 * @param ecn ECN field, 0 to 3
 * @param priority of the socket
 * @param mark of the socket
 * @param txTime earliest departure time in ns of the monotonic clock (SO_TXTIME); 0 if not given
 */
public record ModelPacket(
        int sender, int seq, boolean connected, int bytes, int dscp, int ecn, long priority, long mark, long txTime) {
    public static final int CE = 3;

    private static final int CONTROL_PRIORITY = 7;

    boolean isControl() {
        return (priority & 15) == CONTROL_PRIORITY;
    }

    boolean isEct() {
        return ecn == 1 || ecn == 2;
    }

    ModelPacket withTxTime(long other) {
        return new ModelPacket(sender, seq, connected, bytes, dscp, ecn, priority, mark, other);
    }
}

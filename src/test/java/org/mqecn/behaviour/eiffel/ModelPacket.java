// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/**
 * A packet as its sender made it.
 *
 * @param sender a number
 * @param seq its number, of those of its sender
 * @param connected whether its sender is a connected socket, which is a flow; others are orphans, told apart by hash
 * @param bytes that the device counts: with the Ethernet header, without FCS
 * @param dscp its code point
 * @param ecn 0 to 3
 * @param priority of the socket
 * @param mark of the socket
 * @param txTime ns, by the monotonic clock, before which it must not leave; 0 where it brings none along
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

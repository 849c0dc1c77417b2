// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.nio.ByteBuffer;
import org.mqecn.socket.TcpInfo;

/**
 * The first {@value #LENGTH} bytes of a response: the TCP state of the connection in the server's kernel, from the responses
 * before this one, which only the sender knows: {@code u8 ecn; u8 dctcp; u16 zero; u32 retransmitted; u64 delivered_ce}.
 *
 * @param ecn whether ECN is negotiated
 * @param dctcp whether the congestion control is DCTCP
 * @param retransmitted segments retransmitted so far
 * @param deliveredCe segments that arrived CE-marked so far
 */
record ResponseHeader(boolean ecn, boolean dctcp, long retransmitted, long deliveredCe) {
    static final int LENGTH = 16;

    static ResponseHeader of(TcpInfo info) {
        return new ResponseHeader(info.ecn(), info.dctcp(), info.retransmitted(), info.deliveredCe());
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put((byte) (ecn ? 1 : 0))
                .put((byte) (dctcp ? 1 : 0))
                .putShort((short) 0)
                .putInt((int) retransmitted)
                .putLong(deliveredCe)
                .array();
    }

    static ResponseHeader parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new ResponseHeader(
                buffer.get(0) == 1, buffer.get(1) == 1, Integer.toUnsignedLong(buffer.getInt(4)), buffer.getLong(8));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import java.nio.ByteBuffer;
import org.mqecn.value.UserError;

/**
 * What the kernel knows about a TCP connection: {@code struct tcp_info} (linux/tcp.h) and, of DCTCP, {@code struct
 * tcp_dctcp_info { u16 enabled; u16 ce_state; u32 alpha; u32 ab_ecn; u32 ab_tot; }} (linux/inet_diag.h).
 *
 * @param ecn whether both ends agreed on ECN
 * @param ecnSeen whether a packet that was marked or may be has arrived: nothing on the way took its ECN away
 * @param dctcp whether DCTCP is at work: without ECN it has quietly become Reno, though its name stays
 * @param rttMicros smoothed round-trip time
 * @param congestionWindow congestion window, in segments
 * @param retransmitted segments sent again so far
 * @param bytesAcked so far
 * @param bytesReceived so far, in order
 * @param delivered segments that arrived, so far
 * @param deliveredCe those of them that the receiver told were marked
 */
public record TcpInfo(
        boolean ecn,
        boolean ecnSeen,
        boolean dctcp,
        long rttMicros,
        long congestionWindow,
        long retransmitted,
        long bytesAcked,
        long bytesReceived,
        long delivered,
        long deliveredCe) {
    private static final int OPTIONS = 5;
    private static final int OPTION_ECN = 8;
    private static final int OPTION_ECN_SEEN = 16;
    private static final int RTT = 68;
    private static final int WINDOW = 80;
    private static final int RETRANSMITTED = 100;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int DELIVERED = 192;
    private static final int DELIVERED_MARKED = 196;
    /** Of kernel 4.19, which first told what was marked. */
    private static final int MIN_LENGTH = 200;

    private static final int DCTCP_LENGTH = 16;

    /**
     * @param info {@code struct tcp_info}, as long as the kernel's is
     * @param control what the congestion control tells; only DCTCP's is of that length and says "enabled" first
     */
    public static TcpInfo parse(ByteBuffer info, ByteBuffer control) {
        if (info.remaining() < MIN_LENGTH) {
            throw new UserError(
                    "malformed tcp_info: " + info.remaining() + " bytes in place of at least " + MIN_LENGTH,
                    "mqecn needs a kernel of 4.19 or newer");
        }
        int from = info.position();
        return new TcpInfo(
                (info.get(from + OPTIONS) & OPTION_ECN) != 0,
                (info.get(from + OPTIONS) & OPTION_ECN_SEEN) != 0,
                control.remaining() == DCTCP_LENGTH && control.getShort(control.position()) == 1,
                unsigned(info, from + RTT),
                unsigned(info, from + WINDOW),
                unsigned(info, from + RETRANSMITTED),
                info.getLong(from + BYTES_ACKED),
                info.getLong(from + BYTES_RECEIVED),
                unsigned(info, from + DELIVERED),
                unsigned(info, from + DELIVERED_MARKED));
    }

    private static long unsigned(ByteBuffer bytes, int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }
}

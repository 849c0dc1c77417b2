// SPDX-License-Identifier: Apache-2.0
package org.mqecn.socket;

import java.nio.ByteBuffer;
import org.mqecn.value.UserError;

/**
 * The kernel's state of a TCP connection: {@code struct tcp_info} (linux/tcp.h) and, of DCTCP, {@code struct
 * tcp_dctcp_info { u16 enabled; u16 ce_state; u32 alpha; u32 ab_ecn; u32 ab_tot; }} (linux/inet_diag.h).
 *
 * @param ecn whether both ends negotiated ECN
 * @param ecnSeen whether a packet with ECT or CE has arrived, so the path does not clear the ECN bits
 * @param dctcp whether DCTCP is active: without ECN it falls back to Reno under its own name
 * @param rttMicros smoothed round-trip time
 * @param congestionWindow congestion window, in segments
 * @param retransmitted total retransmitted segments
 * @param bytesAcked total acknowledged bytes
 * @param bytesReceived total bytes received in order
 * @param delivered total delivered segments
 * @param deliveredCe those of them whose acknowledgement echoed CE
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
    /** Length in kernel 4.19, the first with delivered_ce. */
    private static final int MIN_LENGTH = 200;

    private static final int DCTCP_LENGTH = 16;

    /**
     * @param info {@code struct tcp_info} in the kernel's length
     * @param control state of the congestion control; only that of DCTCP has this length and begins with "enabled"
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

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.socket.TcpInfo;
import org.mqecn.value.UserError;

/**
 * One end of a TCP connection over IPv4, read with INET_DIAG for all sockets of a network namespace, as
 * {@code ss -ti} does.
 *
 * @param localAddress {@code 10.0.1.2}
 * @param congestionControl its name; {@code dctcp-reno} if DCTCP has fallen back to Reno for lack of ECN
 */
public record TcpConnection(
        String localAddress,
        int localPort,
        String remoteAddress,
        int remotePort,
        String congestionControl,
        TcpInfo info) {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_TCP = 6;
    /** ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK: other states have no congestion control. */
    private static final int STATES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 8 | 1 << 9;

    private static final int INET_DIAG_INFO = 2;
    private static final int INET_DIAG_VEGASINFO = 3;
    private static final int INET_DIAG_CONG = 4;
    private static final int INET_DIAG_DCTCPINFO = 9;
    private static final int REQUEST_LENGTH = 56;
    private static final int HEADER_LENGTH = 72;
    private static final int SOURCE_PORT = 4;
    private static final int DESTINATION_PORT = 6;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;
    private static final int MAPPED = 0xffff;

    /**
     * Reads the connections of this thread's namespace.
     *
     * @throws UserError if the kernel has no INET_DIAG for TCP
     */
    public static List<TcpConnection> readAll() {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG)) {
            return Stream.of(AF_INET, AF_INET6)
                    .flatMap(family -> dump(socket, family))
                    .toList();
        } catch (UserError e) {
            throw new UserError(
                    "cannot read TCP connections (INET_DIAG): " + e.getMessage(),
                    "the kernel needs CONFIG_INET_TCP_DIAG; where that is a module, 'modprobe tcp_diag' loads it");
        }
    }

    private static Stream<TcpConnection> dump(NetlinkSocket socket, int family) {
        return socket.dump(SOCK_DIAG_BY_FAMILY, request(family)).stream()
                .flatMap(message -> parse(message.payload()).stream());
    }

    /**
     * {@code struct inet_diag_req_v2 { u8 family; u8 protocol; u8 ext; u8 pad; u32 states; struct inet_diag_sockid
     * id; }}. Bit n of ext requests attribute n + 1; that of VEGASINFO requests the state of any congestion
     * control.
     */
    private static byte[] request(int family) {
        int wanted = extensionBit(INET_DIAG_INFO) | extensionBit(INET_DIAG_VEGASINFO) | extensionBit(INET_DIAG_CONG);
        return ByteBuffer.allocate(REQUEST_LENGTH)
                .order(ByteOrder.nativeOrder())
                .put((byte) family)
                .put((byte) IPPROTO_TCP)
                .put((byte) wanted)
                .put((byte) 0)
                .putInt(STATES)
                .array();
    }

    private static int extensionBit(int attribute) {
        return 1 << attribute - 1;
    }

    /**
     * Parses {@code struct inet_diag_msg { u8 family; u8 state; u8 timer; u8 retrans; struct inet_diag_sockid { be16
     * sport; be16 dport; be32 src[4]; be32 dst[4]; u32 if; u32 cookie[2]; } id; u32 expires; u32 rqueue; u32 wqueue;
     * u32 uid; u32 inode; }}.
     *
     * @return empty for IPv6, and for sockets without TCP state
     * @throws UserError if the message is malformed
     */
    static Optional<TcpConnection> parse(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("a socket of " + payload.remaining() + " bytes");
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
        Optional<ByteBuffer> info = attributes.find(INET_DIAG_INFO);
        if (info.isEmpty() || !isIpv4(payload, SOURCE) || !isIpv4(payload, DESTINATION)) {
            return Optional.empty();
        }
        ByteBuffer control = attributes.find(INET_DIAG_DCTCPINFO).orElseGet(() -> ByteBuffer.allocate(0));
        return Optional.of(new TcpConnection(
                address(payload, SOURCE),
                port(payload, SOURCE_PORT),
                address(payload, DESTINATION),
                port(payload, DESTINATION_PORT),
                attributes.string(INET_DIAG_CONG).orElse(""),
                TcpInfo.parse(info.get(), control)));
    }

    /** An IPv6 socket may carry IPv4, with IPv4-mapped addresses: {@code ::ffff:10.0.1.2}. */
    private static boolean isIpv4(ByteBuffer payload, int offset) {
        return payload.get(0) == AF_INET
                || payload.get(0) == AF_INET6
                        && payload.getLong(offset) == 0
                        && bigEndian(payload).getInt(offset + 8) == MAPPED;
    }

    private static String address(ByteBuffer payload, int offset) {
        int start = payload.get(0) == AF_INET ? offset : offset + 12;
        return DeviceAddress.format(NetlinkAttributes.slice(payload, start, Integer.BYTES));
    }

    private static int port(ByteBuffer payload, int offset) {
        return Short.toUnsignedInt(bigEndian(payload).getShort(offset));
    }

    private static ByteBuffer bigEndian(ByteBuffer payload) {
        return payload.duplicate().order(ByteOrder.BIG_ENDIAN);
    }
}

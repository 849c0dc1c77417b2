// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/**
 * An IPv4 route of the main table.
 *
 * @param destination {@code 10.0.3.0/24} or {@code default}
 * @param nextHops ways to go, which share the load; none where it leads to an error, as {@code unreachable} does
 * @param rtoMinNs least retransmission timeout of connections that take it; 0 for the kernel's choice
 * @param protocol who made it: {@link #PROTOCOL_KERNEL}, or RTPROT_BOOT (3) where 'ip' did
 * @param type {@link #TYPE_UNICAST}, or which error it leads to
 */
public record KernelRoute(String destination, List<NextHop> nextHops, long rtoMinNs, int protocol, int type) {
    /** The kernel's own, for the subnet of a device. */
    public static final int PROTOCOL_KERNEL = 2;
    /** To somewhere. */
    public static final int TYPE_UNICAST = 1;

    /**
     * @param deviceIndex number of the device that it goes out by
     * @param via the neighbour's address; empty where all of the subnet are neighbours
     */
    public record NextHop(int deviceIndex, String via) {}

    private static final int HEADER_LENGTH = 12;
    private static final int AF_INET = 2;
    private static final int TABLE_MAIN = 254;
    private static final long MILLISECOND = 1_000_000;
    private static final int CLONED = 0x200;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_METRICS = 8;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int RTAX_RTO_MIN = 13;
    /** struct rtnexthop { u16 len; u8 flags; u8 hops; s32 ifindex; }, attributes behind it. */
    private static final int NEXT_HOP = 8;

    public KernelRoute {
        nextHops = List.copyOf(nextHops);
    }

    /**
     * Reads RTM_NEWROUTE: {@code struct rtmsg { u8 family; u8 dst_len; u8 src_len; u8 tos; u8 table; u8 protocol;
     * u8 scope; u8 type; u32 flags; }}.
     *
     * @return empty where it is of another table or family, or a cached exception
     * @throws UserError where it is malformed
     */
    static Optional<KernelRoute> parse(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("a route of " + payload.remaining() + " bytes");
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
        long table = attributes.number(RTA_TABLE).orElse((long) Byte.toUnsignedInt(payload.get(4)));
        if (payload.get(0) != AF_INET || table != TABLE_MAIN || (payload.getInt(8) & CLONED) != 0) {
            return Optional.empty();
        }
        String to = attributes
                .find(RTA_DST)
                .map(DeviceAddress::format)
                .map(address -> address + "/" + Byte.toUnsignedInt(payload.get(1)))
                .orElse("default");
        return Optional.of(new KernelRoute(
                to,
                nextHops(attributes),
                attributes.nested(RTA_METRICS).number(RTAX_RTO_MIN).orElse(0L) * MILLISECOND,
                Byte.toUnsignedInt(payload.get(5)),
                Byte.toUnsignedInt(payload.get(7))));
    }

    private static List<NextHop> nextHops(NetlinkAttributes attributes) {
        Optional<ByteBuffer> several = attributes.find(RTA_MULTIPATH);
        if (several.isPresent()) {
            return multipathHops(several.get());
        }
        return attributes.number(RTA_OIF).map(device -> nextHop(attributes, device.intValue())).stream()
                .toList();
    }

    private static List<NextHop> multipathHops(ByteBuffer run) {
        List<NextHop> hops = new ArrayList<>();
        for (int at = 0, length; at < run.remaining(); at += NetlinkAttributes.align(length)) {
            int left = run.remaining() - at;
            length = left < NEXT_HOP ? 0 : Short.toUnsignedInt(run.getShort(at));
            if (length < NEXT_HOP || length > left) {
                throw NetlinkAttributes.malformed("a next hop of " + length + " bytes where " + left + " are left");
            }
            hops.add(nextHop(
                    NetlinkAttributes.parse(NetlinkAttributes.slice(run, at + NEXT_HOP, length - NEXT_HOP)),
                    run.getInt(at + 4)));
        }
        return hops;
    }

    private static NextHop nextHop(NetlinkAttributes attributes, int device) {
        return new NextHop(
                device, attributes.find(RTA_GATEWAY).map(DeviceAddress::format).orElse(""));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.RouteMetrics;
import org.mqecn.value.UserError;

/**
 * An IPv4 route of the main table.
 *
 * @param destination {@code 10.0.3.0/24} or {@code default}
 * @param nextHops next hops of a multipath route, or one; none for error routes such as {@code unreachable}
 * @param metrics other metrics are not read
 * @param protocol origin: {@link #PROTOCOL_KERNEL}, or RTPROT_BOOT (3) for routes of 'ip route'
 * @param type {@link #TYPE_UNICAST}, or the type of an error route
 */
public record KernelRoute(String destination, List<NextHop> nextHops, RouteMetrics metrics, int protocol, int type) {
    /** Routes that the kernel adds for the subnet of a device. */
    public static final int PROTOCOL_KERNEL = 2;
    /** Routes to a next hop. */
    public static final int TYPE_UNICAST = 1;

    /**
     * @param deviceIndex interface index of the output device
     * @param via address of the gateway; empty for directly connected subnets
     */
    public record NextHop(int deviceIndex, String via) {}

    private static final int HEADER_LENGTH = 12;
    private static final int AF_INET = 2;
    private static final int TABLE_MAIN = 254;
    private static final int CLONED = 0x200;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_METRICS = 8;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int RTAX_INITCWND = 11;
    private static final int RTAX_QUICKACK = 15;
    private static final int RTAX_RTO_MIN = 13;
    /** struct rtnexthop { u16 len; u8 flags; u8 hops; s32 ifindex; }, followed by attributes. */
    private static final int NEXT_HOP = 8;

    public KernelRoute {
        nextHops = List.copyOf(nextHops);
    }

    /**
     * Parses RTM_NEWROUTE: {@code struct rtmsg { u8 family; u8 dst_len; u8 src_len; u8 tos; u8 table; u8 protocol;
     * u8 scope; u8 type; u32 flags; }}.
     *
     * @return empty for other tables or families, and for cached exceptions
     * @throws UserError if the message is malformed
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
                metrics(attributes.nested(RTA_METRICS)),
                Byte.toUnsignedInt(payload.get(5)),
                Byte.toUnsignedInt(payload.get(7))));
    }

    private static RouteMetrics metrics(NetlinkAttributes attributes) {
        return new RouteMetrics(
                attributes.number(RTAX_RTO_MIN).map(Duration::ofMillis),
                attributes.number(RTAX_INITCWND).map(Long::intValue),
                attributes.number(RTAX_QUICKACK).orElse(0L) != 0);
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

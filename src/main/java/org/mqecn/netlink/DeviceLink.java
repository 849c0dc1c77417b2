// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;

/**
 * A network device.
 *
 * @param index interface index, unique in this namespace
 * @param alternativeNames as set by {@code ip link property add altname}
 * @param kind {@code veth}, {@code dummy}, …; empty for a hardware device
 * @param alias text set by {@code ip link set DEV alias TEXT}; empty if none
 * @param mac hardware address, {@code 02:00:00:00:00:01}; empty if none
 * @param mtu in bytes
 * @param master index of the bridge or similar that it is a port of; 0 if none
 * @param up administrative state
 * @param carrier whether the device has a link partner
 * @param gsoMaxSegments maximum number of segments in a GSO packet sent to the device
 * @param peerIndex index of the device that it is joined to; 0 if none
 * @param peerNamespace id of that device's namespace in this one; {@link #SAME_NAMESPACE} if it is this one
 */
public record DeviceLink(
        int index,
        String name,
        List<String> alternativeNames,
        String kind,
        String alias,
        String mac,
        int mtu,
        int master,
        boolean up,
        boolean carrier,
        long gsoMaxSegments,
        int peerIndex,
        int peerNamespace) {
    public static final int SAME_NAMESPACE = -1;

    private static final int HEADER_LENGTH = 16;
    private static final int IFF_UP = 1;
    private static final int IFF_LOWER_UP = 1 << 16;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_IFALIAS = 20;
    private static final int IFLA_LINK_NETNSID = 37;
    private static final int IFLA_GSO_MAX_SEGS = 40;
    private static final int IFLA_PROP_LIST = 52;
    private static final int IFLA_ALT_IFNAME = 53;

    /**
     * Parses RTM_NEWLINK: {@code struct ifinfomsg { u8 family; u16 type; s32 index; u32 flags; u32 change; }}.
     *
     * @throws UserError if the message is malformed
     */
    static DeviceLink parse(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("a link of " + payload.remaining() + " bytes");
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
        return new DeviceLink(
                payload.getInt(4),
                attributes.string(IFLA_IFNAME).orElse(""),
                attributes.nested(IFLA_PROP_LIST).strings(IFLA_ALT_IFNAME),
                attributes.nested(IFLA_LINKINFO).string(IFLA_INFO_KIND).orElse(""),
                attributes.string(IFLA_IFALIAS).orElse(""),
                attributes.find(IFLA_ADDRESS).map(DeviceLink::formatMac).orElse(""),
                attributes.number(IFLA_MTU).orElse(0L).intValue(),
                attributes.number(IFLA_MASTER).orElse(0L).intValue(),
                (payload.getInt(8) & IFF_UP) != 0,
                (payload.getInt(8) & IFF_LOWER_UP) != 0,
                attributes.number(IFLA_GSO_MAX_SEGS).orElse(0L),
                attributes.number(IFLA_LINK).orElse(0L).intValue(),
                attributes
                        .number(IFLA_LINK_NETNSID)
                        .orElse((long) SAME_NAMESPACE)
                        .intValue());
    }

    /**
     * Finds a device by its name or one of its alternative names.
     *
     * @throws UserError with the most similar name, if there is none
     */
    public static DeviceLink require(List<DeviceLink> links, String name) {
        return find(links, name)
                .orElseThrow(() -> new UserError(
                        "there is no device '" + name + "'",
                        Suggestion.of(name, links.stream().map(DeviceLink::name).toList())));
    }

    /** Finds a device by its name or one of its alternative names. */
    public static Optional<DeviceLink> find(List<DeviceLink> links, String name) {
        return links.stream()
                .filter(deviceLink -> deviceLink.name().equals(name)
                        || deviceLink.alternativeNames().contains(name))
                .findFirst();
    }

    private static String formatMac(ByteBuffer address) {
        byte[] bytes = new byte[address.remaining()];
        address.get(0, bytes);
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }
}

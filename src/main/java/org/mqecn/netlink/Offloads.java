// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.value.UserError;

/**
 * Which offloads of a device are on, of those that can be switched.
 *
 * @param active names as in {@code ethtool -k}'s kernel form: {@code tx-tcp-segmentation}
 */
public record Offloads(Set<String> active) {
    private static final int CTRL = 16;
    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;
    private static final int ETHTOOL_MSG_FEATURES_GET = 11;
    private static final int HEADER = 1;
    private static final int HEADER_DEV_NAME = 2;
    private static final int FEATURES_HW = 2;
    private static final int FEATURES_ACTIVE = 4;
    private static final int BITSET_BITS = 3;
    private static final int BITSET_BIT = 1;
    private static final int BIT_NAME = 2;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int GENLMSGHDR = 4;

    public Offloads {
        active = Set.copyOf(active);
    }

    /**
     * Asks the kernel about a device of this thread's namespace.
     *
     * @throws UserError where there is no such device or the kernel has no ethtool over netlink
     */
    public static Offloads read(String device) {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC)) {
            byte[] name = NetlinkMessage.attribute(HEADER_DEV_NAME, NetlinkMessage.nullTerminated(device));
            byte[] body = command(ETHTOOL_MSG_FEATURES_GET, NetlinkMessage.attribute(HEADER | NLA_F_NESTED, name));
            return socket.get(family(socket), body)
                    .map(message -> parse(message.payload()))
                    .orElseThrow(() -> NetlinkAttributes.malformed("no answer about the offloads of " + device));
        }
    }

    private static int family(NetlinkSocket socket) {
        byte[] body = command(
                CTRL_CMD_GETFAMILY,
                NetlinkMessage.attribute(CTRL_ATTR_FAMILY_NAME, NetlinkMessage.nullTerminated("ethtool")));
        return socket.get(CTRL, body)
                .map(message -> (int) attributes(message.payload()).required(CTRL_ATTR_FAMILY_ID, "family"))
                .orElseThrow(() -> NetlinkAttributes.malformed("no answer about ethtool"));
    }

    private static byte[] command(int command, byte[] attributes) {
        return ByteBuffer.allocate(GENLMSGHDR + attributes.length)
                .order(ByteOrder.nativeOrder())
                .put((byte) command)
                .put((byte) 1)
                .position(GENLMSGHDR)
                .put(attributes)
                .array();
    }

    private static NetlinkAttributes attributes(ByteBuffer payload) {
        if (payload.remaining() < GENLMSGHDR) {
            throw NetlinkAttributes.malformed("a generic message of " + payload.remaining() + " bytes");
        }
        return NetlinkAttributes.parse(NetlinkAttributes.slice(payload, GENLMSGHDR, payload.remaining() - GENLMSGHDR));
    }

    /** Reads ETHTOOL_MSG_FEATURES_GET_REPLY: bit sets that list the names of what is on. */
    static Offloads parse(ByteBuffer payload) {
        NetlinkAttributes attributes = attributes(payload);
        Set<String> changeable = names(attributes.nested(FEATURES_HW));
        return new Offloads(names(attributes.nested(FEATURES_ACTIVE)).stream()
                .filter(changeable::contains)
                .collect(Collectors.toSet()));
    }

    private static Set<String> names(NetlinkAttributes bitset) {
        return bitset.nested(BITSET_BITS).findAll(BITSET_BIT).stream()
                .flatMap(bit -> NetlinkAttributes.parse(bit).string(BIT_NAME).stream())
                .collect(Collectors.toSet());
    }

    /** Whether the device is handed super-packets by the stack above, to be cut later than it should. */
    public boolean hasSegmentationOffload() {
        return active.stream()
                .anyMatch(name -> name.startsWith("tx-tcp") && name.endsWith("segmentation")
                        || name.equals("tx-generic-segmentation"));
    }

    /** Whether packets leave the device with checksums that something behind it is to complete. */
    public boolean hasTxChecksumOffload() {
        return active.stream().anyMatch(name -> name.startsWith("tx-checksum"));
    }

    /** Whether the device glues what arrives together to super-packets, which a port then has to forward. */
    public boolean hasReceiveOffload() {
        return active.stream().anyMatch(List.of("rx-gro", "rx-gro-hw", "rx-lro")::contains);
    }

    /** What is on here and was not left on there, in the order of the alphabet. */
    public List<String> missingFrom(Offloads later) {
        return active.stream()
                .filter(name -> !later.active.contains(name))
                .sorted()
                .toList();
    }
}

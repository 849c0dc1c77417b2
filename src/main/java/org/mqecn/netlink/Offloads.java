// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.value.UserError;

/**
 * The active offloads of a device that can be changed.
 *
 * @param active kernel names of features, as {@code ethtool -k} prints them: {@code tx-tcp-segmentation}
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
     * Reads the offloads of a device in this thread's namespace.
     *
     * @throws UserError if there is no such device or the kernel has no ethtool netlink interface
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

    /** Parses ETHTOOL_MSG_FEATURES_GET_REPLY: bit sets with names. */
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

    /** Whether the network stack sends GSO packets to the device. */
    public boolean hasSegmentationOffload() {
        return active.stream()
                .anyMatch(name -> name.startsWith("tx-tcp") && name.endsWith("segmentation")
                        || name.equals("tx-generic-segmentation"));
    }

    /** Whether packets leave the network stack without complete checksums. */
    public boolean hasTxChecksumOffload() {
        return active.stream().anyMatch(name -> name.startsWith("tx-checksum"));
    }

    /** Whether the device coalesces received packets (GRO or LRO), which a port then forwards as GSO packets. */
    public boolean hasReceiveOffload() {
        return active.stream().anyMatch(List.of("rx-gro", "rx-gro-hw", "rx-lro")::contains);
    }

    /** The offloads that are active here but not there, sorted. */
    public List<String> missingFrom(Offloads later) {
        return active.stream()
                .filter(name -> !later.active.contains(name))
                .sorted()
                .toList();
    }
}

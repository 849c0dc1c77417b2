// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
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
    private static final int ETHTOOL_MSG_FEATURES_GET = 11;
    private static final int HEADER = 1;
    private static final int HEADER_DEV_NAME = 2;
    private static final int FEATURES_HW = 2;
    private static final int FEATURES_ACTIVE = 4;
    private static final int BITSET_BITS = 3;
    private static final int BITSET_BIT = 1;
    private static final int BIT_NAME = 2;
    private static final int NLA_F_NESTED = 0x8000;

    public Offloads {
        active = Set.copyOf(active);
    }

    /**
     * Reads the offloads of a device in this thread's namespace.
     *
     * @throws UserError if there is no such device or the kernel has no ethtool netlink interface
     */
    public static Offloads read(String device) {
        try (GenericNetlink ethtool = GenericNetlink.open("ethtool")) {
            byte[] name = NetlinkMessage.attribute(HEADER_DEV_NAME, NetlinkMessage.nullTerminated(device));
            return ethtool.get(ETHTOOL_MSG_FEATURES_GET, NetlinkMessage.attribute(HEADER | NLA_F_NESTED, name))
                    .map(Offloads::parse)
                    .orElseThrow(() -> NetlinkAttributes.malformed("no answer about the offloads of " + device));
        }
    }

    /** Parses ETHTOOL_MSG_FEATURES_GET_REPLY: bit sets with names. */
    static Offloads parse(ByteBuffer payload) {
        NetlinkAttributes attributes = GenericNetlink.attributes(payload);
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

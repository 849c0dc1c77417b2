// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

/** Lengths of Ethernet frames, in bytes. */
public final class EthernetFrame {
    /** Longest IP packet of a link, unless the link is configured otherwise. */
    public static final int DEFAULT_MTU = 1500;

    /** Addresses and type: what the kernel counts as part of the packet, in front of the IP header. */
    public static final int HEADER = 14;

    /** What a frame takes on the wire beyond its IP packet: header 14, checksum 4, preamble 8, inter-frame gap 12. */
    public static final int WIRE_OVERHEAD = 38;

    /** A frame with a packet of the default MTU, on the wire. */
    public static final int FULL_WIRE_LENGTH = DEFAULT_MTU + WIRE_OVERHEAD;

    /** Two VLAN tags (802.1ad). */
    public static final int TWO_VLAN_TAGS = 8;

    private EthernetFrame() {}

    /** Bytes on the wire of a frame with an IP packet of this length. */
    public static int wireLength(int packetBytes) {
        return packetBytes + WIRE_OVERHEAD;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mqecn.value.UserError;

/**
 * An IPv4 address of a device.
 *
 * @param deviceIndex interface index of the device
 * @param address the address in host byte order
 * @param prefixLength length of the subnet prefix, 0 to 32
 */
public record DeviceAddress(int deviceIndex, int address, int prefixLength) {
    private static final int HEADER_LENGTH = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    /**
     * Parses RTM_NEWADDR:
     * {@code struct ifaddrmsg { u8 family; u8 prefixlen; u8 flags; u8 scope; u32 index; }}. On a point-to-point
     * device IFA_ADDRESS is the address of the peer; IFA_LOCAL is always the local one.
     *
     * @throws UserError if the message is malformed
     */
    static DeviceAddress parse(ByteBuffer payload) {
        if (payload.remaining() < HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("an address of " + payload.remaining() + " bytes");
        }
        NetlinkAttributes attributes = NetlinkAttributes.parse(
                NetlinkAttributes.slice(payload, HEADER_LENGTH, payload.remaining() - HEADER_LENGTH));
        ByteBuffer own = attributes
                .find(IFA_LOCAL)
                .or(() -> attributes.find(IFA_ADDRESS))
                .orElseThrow(() -> NetlinkAttributes.malformed("an address without its bytes"));
        return new DeviceAddress(payload.getInt(4), address(own), Byte.toUnsignedInt(payload.get(1)));
    }

    private static int address(ByteBuffer address) {
        if (address.remaining() != Integer.BYTES) {
            throw NetlinkAttributes.malformed("an IPv4 address of " + address.remaining() + " bytes");
        }
        return address.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0);
    }

    /** Formats an address: {@code 192.168.100.1}. */
    static String format(ByteBuffer address) {
        int bits = address(address);
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}

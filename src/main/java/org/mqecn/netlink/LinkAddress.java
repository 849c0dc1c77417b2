// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mqecn.port.UserError;

/**
 * An IPv4 address of a device.
 *
 * @param device number of the device
 * @param bits the address, the first byte highest
 * @param prefix number of bits that its subnet shares, 0 to 32
 */
public record LinkAddress(int device, int bits, int prefix) {
    private static final int FIXED = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    /**
     * Reads RTM_NEWADDR:
     * {@code struct ifaddrmsg { u8 family; u8 prefixlen; u8 flags; u8 scope; u32 index; }}. On a point-to-point
     * device IFA_ADDRESS is the other end's; IFA_LOCAL is always its own.
     *
     * @throws UserError where it is malformed
     */
    static LinkAddress parse(ByteBuffer payload) {
        if (payload.remaining() < FIXED) {
            throw Attributes.malformed("an address of " + payload.remaining() + " bytes");
        }
        Attributes attributes = Attributes.parse(Attributes.slice(payload, FIXED, payload.remaining() - FIXED));
        ByteBuffer own = attributes.find(IFA_LOCAL).or(() -> attributes.find(IFA_ADDRESS))
                .orElseThrow(() -> Attributes.malformed("an address without its bytes"));
        return new LinkAddress(payload.getInt(4), bits(own), Byte.toUnsignedInt(payload.get(1)));
    }

    private static int bits(ByteBuffer address) {
        if (address.remaining() != Integer.BYTES) {
            throw Attributes.malformed("an IPv4 address of " + address.remaining() + " bytes");
        }
        return address.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0);
    }

    /** The address in these bytes as text: {@code 192.168.100.1}. */
    static String text(ByteBuffer address) {
        int bits = bits(address);
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import org.mqecn.value.UserError;

/**
 * An IPv4 address with the prefix length of its subnet.
 *
 * @param bits the address, the first byte highest
 * @param prefixLength number of bits that the addresses of its subnet share, 0 to 32
 */
public record Ipv4Address(int bits, int prefixLength) {
    private static final int ADDRESS_BITS = 32;

    /**
     * Reads {@code 192.168.100.1/24}.
     *
     * @throws UserError a usage error
     */
    public static Ipv4Address parse(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
            throw invalid(text);
        }
        int bits = 0;
        String[] parts = text.split("[./]");
        for (int i = 0; i < 4; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                throw invalid(text);
            }
            bits = bits << 8 | part;
        }
        int prefix = Integer.parseInt(parts[4]);
        if (prefix > ADDRESS_BITS) {
            throw invalid(text);
        }
        return new Ipv4Address(bits, prefix);
    }

    private static UserError invalid(String text) {
        if (text.contains(":")) {
            return UserError.usage(
                    "'" + text + "' is an IPv6 address, and testbeds support IPv4 only",
                    "write for example 192.168.100.1/24");
        }
        return UserError.usage(
                "'" + text + "' is not an IPv4 address with a prefix length", "write for example 192.168.100.1/24");
    }

    /** {@code 192.168.100.1} */
    public String hostAddress() {
        return dottedQuad(bits);
    }

    /** {@code 192.168.100.0/24} */
    public String subnet() {
        return dottedQuad(bits & mask()) + "/" + prefixLength;
    }

    /** Whether another address is in this one's subnet. */
    public boolean contains(Ipv4Address other) {
        return new Ipv4Address(other.bits, prefixLength).isInSameSubnetAs(this);
    }

    /** Whether both have the same subnet. */
    public boolean isInSameSubnetAs(Ipv4Address other) {
        return prefixLength == other.prefixLength && (bits & mask()) == (other.bits & mask());
    }

    /** Whether some address is in both subnets. */
    boolean overlaps(Ipv4Address other) {
        int wider = Math.min(prefixLength, other.prefixLength);
        return new Ipv4Address(bits, wider).isInSameSubnetAs(new Ipv4Address(other.bits, wider));
    }

    /** Whether a device may have it: it is neither the network address nor the broadcast address of its subnet. */
    boolean isAssignable() {
        int host = bits & ~mask();
        return bits >>> 24 != 0
                && bits >>> 28 < 14
                && (prefixLength >= ADDRESS_BITS - 1 || host != 0 && host != ~mask());
    }

    /** Returns the address with this number in the same subnet; a small subnet may not contain it. */
    Ipv4Address withHostNumber(int number) {
        return new Ipv4Address((bits & mask()) + number, prefixLength);
    }

    /** Whether it is in the subnet of another address, and a device may have it. */
    boolean isAssignableIn(Ipv4Address other) {
        return isInSameSubnetAs(other) && isAssignable();
    }

    private int mask() {
        return prefixLength == 0 ? 0 : -1 << ADDRESS_BITS - prefixLength;
    }

    private static String dottedQuad(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    @Override
    public String toString() {
        return hostAddress() + "/" + prefixLength;
    }
}

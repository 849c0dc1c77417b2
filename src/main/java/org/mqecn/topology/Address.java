// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import org.mqecn.port.UserError;

/**
 * An IPv4 address and the size of its subnet.
 *
 * @param bits the address, the first byte highest
 * @param prefix number of bits that its subnet shares, 0 to 32
 */
public record Address(int bits, int prefix) {
    private static final int LENGTH = 32;

    /**
     * Reads {@code 192.168.100.1/24}.
     *
     * @throws UserError a usage error
     */
    public static Address parse(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
            throw wrong(text);
        }
        int bits = 0;
        String[] parts = text.split("[./]");
        for (int i = 0; i < 4; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                throw wrong(text);
            }
            bits = bits << 8 | part;
        }
        int prefix = Integer.parseInt(parts[4]);
        if (prefix > LENGTH) {
            throw wrong(text);
        }
        return new Address(bits, prefix);
    }

    private static UserError wrong(String text) {
        if (text.contains(":")) {
            return UserError.usage("'" + text + "' is an IPv6 address, and testbeds have IPv4 only",
                    "write for example 192.168.100.1/24");
        }
        return UserError.usage("'" + text + "' is not an IPv4 address with the size of its subnet",
                "write for example 192.168.100.1/24");
    }

    /** {@code 192.168.100.1} */
    public String host() {
        return dotted(bits);
    }

    /** {@code 192.168.100.0/24} */
    public String subnet() {
        return dotted(bits & mask()) + "/" + prefix;
    }

    /** Whether both are in one subnet. */
    public boolean isNextTo(Address other) {
        return prefix == other.prefix && (bits & mask()) == (other.bits & mask());
    }

    /** Whether some address is in both subnets. */
    boolean overlaps(Address other) {
        int wider = Math.min(prefix, other.prefix);
        return new Address(bits, wider).isNextTo(new Address(other.bits, wider));
    }

    /** Whether a device may have it: it is neither its subnet's own address nor that for everybody in it. */
    boolean isOfDevice() {
        int host = bits & ~mask();
        return bits >>> 24 != 0 && bits >>> 28 < 14 && (prefix >= LENGTH - 1 || host != 0 && host != ~mask());
    }

    /** The address with this number in the same subnet; it may be outside where the subnet is small. */
    Address numbered(int number) {
        return new Address((bits & mask()) + number, prefix);
    }

    /** Whether it was found in the subnet of another, where devices may have it. */
    boolean isNeighbourOf(Address other) {
        return isNextTo(other) && isOfDevice();
    }

    private int mask() {
        return prefix == 0 ? 0 : -1 << LENGTH - prefix;
    }

    private static String dotted(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    @Override
    public String toString() {
        return host() + "/" + prefix;
    }
}

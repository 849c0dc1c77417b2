// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.netlink.Link;
import org.mqecn.port.Dscp;

/**
 * A packet that is put together to be seen, and to bother nobody: it goes one hop and no further, to every station
 * or to none.
 *
 * @param protocol of what it carries
 * @param source address as a number, as long as its family's are
 */
record Probe(Family family, int dscp, int protocol, BigInteger source, BigInteger destination, int sourcePort,
        int destinationPort) {
    /** Sets of addresses that are for texts and tests (RFC 5737, RFC 3849), and everybody on the link. */
    private static final BigInteger NOBODY = Scale.IPV4.number("192.0.2.1");
    private static final BigInteger NOBODY6 = Scale.IPV6.number("2001:db8::1");
    private static final BigInteger EVERYBODY = Scale.IPV4.number("255.255.255.255");
    private static final BigInteger EVERYBODY6 = Scale.IPV6.number("ff02::1");

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DISCARD = 9;
    /** Of those that belong to nobody (RFC 6335). */
    private static final int FIRST_PORT = 49_152;
    private static final int PAYLOAD = 64;
    private static final int HEADER = 20;
    private static final int HEADER6 = 40;
    private static final int CHECKSUM = 10;
    private static final int ETHERNET = 14;
    private static final int TCP_OFFSET = 12;
    private static final int DSCP_SHIFT = 2;
    private static final int VERSION6_SHIFT = 28;
    private static final int CLASS6_SHIFT = 20;

    /**
     * A datagram that carries a code point.
     *
     * @param flow to which it belongs: those with another number are of another one
     */
    static Probe marked(Family family, int dscp, int flow) {
        return new Probe(family, dscp, UDP, nobody(family), everybody(family), FIRST_PORT + flow, DISCARD);
    }

    /**
     * A packet that a rule matches, which has no code point yet.
     *
     * @param first whether it has the first or the last value of each set
     */
    static Probe of(Rule rule, Family family, boolean first) {
        BigInteger discard = BigInteger.valueOf(DISCARD);
        return new Probe(family, 0, number(rule, Criterion.PROTOCOL, first, BigInteger.valueOf(UDP)).intValue(),
                number(rule, Criterion.SOURCE, first, nobody(family)), everybody(family),
                number(rule, Criterion.SOURCE_PORT, first, discard).intValue(),
                number(rule, Criterion.DESTINATION_PORT, first, discard).intValue());
    }

    /** Whether its family carries its protocol. */
    boolean isPossible() {
        return Family.only(protocol).filter(only -> only != family).isEmpty();
    }

    private static BigInteger number(Rule rule, Criterion criterion, boolean first, BigInteger otherwise) {
        if (!(rule.match().get(criterion) instanceof Ranges numbers)) {
            return otherwise;
        }
        List<Ranges.Range> ranges = numbers.ranges();
        return first ? ranges.get(0).first() : ranges.get(ranges.size() - 1).last();
    }

    private static BigInteger nobody(Family family) {
        return family == Family.IPV4 ? NOBODY : NOBODY6;
    }

    private static BigInteger everybody(Family family) {
        return family == Family.IPV4 ? EVERYBODY : EVERYBODY6;
    }

    /** The rule that matches this packet, when it is sent by root, and nothing else. */
    Rule exact(String device) {
        Scale scale = family == Family.IPV4 ? Scale.IPV4 : Scale.IPV6;
        Map<Criterion, Values> match = new EnumMap<>(Criterion.class);
        match.put(Criterion.DEVICE, Names.of(List.of(device)));
        match.put(Criterion.SOURCE, one(scale, source));
        match.put(Criterion.DESTINATION, one(scale, destination));
        match.put(Criterion.PROTOCOL, one(Scale.PROTOCOL, BigInteger.valueOf(protocol)));
        match.put(Criterion.USER, one(Scale.USER, BigInteger.ZERO));
        if (protocol == UDP || protocol == TCP) {
            match.put(Criterion.SOURCE_PORT, one(Scale.PORT, BigInteger.valueOf(sourcePort)));
            match.put(Criterion.DESTINATION_PORT, one(Scale.PORT, BigInteger.valueOf(destinationPort)));
        }
        return new Rule("probe", Direction.OUTPUT, match, Optional.of(new Dscp(dscp)), Optional.empty());
    }

    private static Ranges one(Scale scale, BigInteger number) {
        return new Ranges(scale, List.of(new Ranges.Range(number, number)));
    }

    /** The address that it comes from. */
    InetAddress from() {
        return address(source);
    }

    /** The address that it goes to. */
    InetAddress to() {
        return address(destination);
    }

    private InetAddress address(BigInteger number) {
        try {
            return InetAddress.getByAddress(bytes(number, family == Family.IPV4 ? Integer.BYTES : 2 * Long.BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The IP packet; what only a receiver looks at, checksums, is not there. */
    byte[] packet() {
        return family == Family.IPV4 ? packet4() : packet6();
    }

    private byte[] packet4() {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + PAYLOAD)
                .put((byte) 0x45).put((byte) (dscp << DSCP_SHIFT)).putShort((short) (HEADER + PAYLOAD))
                .putInt(0).put((byte) 1).put((byte) protocol).putShort((short) 0)
                .put(bytes(source, Integer.BYTES)).put(bytes(destination, Integer.BYTES));
        packet.putShort(CHECKSUM, checksum(packet.array(), HEADER));
        return payload(packet);
    }

    private byte[] packet6() {
        return payload(ByteBuffer.allocate(HEADER6 + PAYLOAD)
                .putInt(6 << VERSION6_SHIFT | dscp << DSCP_SHIFT + CLASS6_SHIFT)
                .putShort((short) PAYLOAD).put((byte) protocol).put((byte) 1)
                .put(bytes(source, 2 * Long.BYTES)).put(bytes(destination, 2 * Long.BYTES)));
    }

    /** Ports where all protocols have them, and for TCP the length of its header. */
    private byte[] payload(ByteBuffer packet) {
        int start = packet.position();
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        if (protocol == UDP) {
            packet.putShort((short) PAYLOAD);
        } else {
            packet.put(start + TCP_OFFSET, (byte) 0x50);
        }
        return packet.array();
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = number.shiftRight(Byte.SIZE * (length - 1 - i)).byteValue();
        }
        return bytes;
    }

    /** RFC 1071. */
    private static short checksum(byte[] header, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += (header[i] & 0xff) << Byte.SIZE | header[i + 1] & 0xff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> Short.SIZE));
    }

    /** The packet in a frame to everybody on the device's link. */
    byte[] frame(Link device) {
        byte[] own = device.mac().isEmpty() ? new byte[6] : HexFormat.ofDelimiter(":").parseHex(device.mac());
        byte[] packet = packet();
        return ByteBuffer.allocate(ETHERNET + packet.length).put(new byte[] {-1, -1, -1, -1, -1, -1}).put(own)
                .putShort((short) (family == Family.IPV4 ? 0x0800 : 0x86dd)).put(packet).array();
    }
}

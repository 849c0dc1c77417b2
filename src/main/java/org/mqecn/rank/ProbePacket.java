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
import org.mqecn.netlink.DeviceLink;
import org.mqecn.value.Dscp;
import org.mqecn.value.EthernetFrame;

/**
 * A packet built for verification. Its TTL is 1 and its destination is a documentation address or all nodes of the link,
 * so that it disturbs no host.
 *
 * @param protocol IP protocol number
 * @param source address as a number of the family's width
 * @param length of the IP packet in bytes
 */
record ProbePacket(
        IpFamily ipFamily,
        int dscp,
        int protocol,
        BigInteger source,
        BigInteger destination,
        int sourcePort,
        int destinationPort,
        int length) {
    /** Documentation addresses (RFC 5737, RFC 3849), and all nodes of the link. */
    private static final BigInteger DOCUMENTATION_IPV4 = NumberType.IPV4.parseNumber("192.0.2.1");

    private static final BigInteger DOCUMENTATION_IPV6 = NumberType.IPV6.parseNumber("2001:db8::1");
    private static final BigInteger BROADCAST_IPV4 = NumberType.IPV4.parseNumber("255.255.255.255");
    private static final BigInteger ALL_NODES_IPV6 = NumberType.IPV6.parseNumber("ff02::1");

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DISCARD_PORT = 9;
    /** The dynamic ports, which are never assigned (RFC 6335). */
    private static final int FIRST_DYNAMIC_PORT = 49_152;

    private static final int PAYLOAD = 64;
    /** A TCP header. */
    private static final int MIN_PAYLOAD = 20;
    /** What every IPv6 link can carry. */
    private static final int MAX_LENGTH = 1280;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int CHECKSUM_OFFSET = 10;
    private static final int TCP_DATA_OFFSET = 12;
    private static final int DSCP_SHIFT = 2;
    /** The length of the addresses of a frame, and the place of the PCP in the tag behind them. */
    private static final int ADDRESSES = 12;

    private static final int PCP_SHIFT = 13;
    private static final int IPV6_VERSION_SHIFT = 28;
    private static final int TRAFFIC_CLASS_SHIFT = 20;

    /**
     * Builds a datagram with a DSCP.
     *
     * @param flow number of its flow; it determines the source port
     */
    static ProbePacket withDscp(IpFamily ipFamily, int dscp, int flow) {
        return new ProbePacket(
                ipFamily,
                dscp,
                UDP,
                documentationAddress(ipFamily),
                allNodesAddress(ipFamily),
                FIRST_DYNAMIC_PORT + flow,
                DISCARD_PORT,
                headerLength(ipFamily) + PAYLOAD);
    }

    /**
     * Builds a packet that a rule matches, with DSCP 0 unless it matches on the DSCP.
     *
     * @param first whether to take the first or the last value of each set
     * @return empty if such a packet is too short or too long to be sent
     */
    static Optional<ProbePacket> of(Rule rule, IpFamily ipFamily, boolean first) {
        BigInteger discard = BigInteger.valueOf(DISCARD_PORT);
        int header = headerLength(ipFamily);
        RangeSet sizes = new RangeSet(
                NumberType.LENGTH,
                List.of(new RangeSet.NumberRange(
                        BigInteger.valueOf(header + MIN_PAYLOAD), BigInteger.valueOf(MAX_LENGTH))));
        return allowed(rule, Criterion.PACKET_LENGTH, sizes)
                .map(lengths -> new ProbePacket(
                        ipFamily,
                        value(rule, Criterion.MATCH_DSCP, first, BigInteger.ZERO)
                                .intValue(),
                        value(rule, Criterion.PROTOCOL, first, BigInteger.valueOf(UDP))
                                .intValue(),
                        value(rule, Criterion.SOURCE, first, documentationAddress(ipFamily)),
                        allNodesAddress(ipFamily),
                        value(rule, Criterion.SOURCE_PORT, first, discard).intValue(),
                        value(rule, Criterion.DESTINATION_PORT, first, discard).intValue(),
                        boundary(lengths, first, BigInteger.valueOf(header + PAYLOAD))
                                .intValue()));
    }

    /** Whether its IP family has its protocol. */
    boolean isValid() {
        return IpFamily.ofIcmpProtocol(protocol)
                .filter(only -> only != ipFamily)
                .isEmpty();
    }

    /** The value of a field: a usual one if the rule permits it, otherwise the first or last that it does. */
    private static BigInteger value(Rule rule, Criterion criterion, boolean first, BigInteger usual) {
        ValueSet required = rule.match().required().get(criterion);
        if (required instanceof RangeSet numbers) {
            RangeSet allowed = allowed(rule, criterion, numbers).orElseThrow();
            return first ? allowed.first() : allowed.last();
        }
        ValueSet excluded = rule.match().excluded().get(criterion);
        return excluded instanceof RangeSet numbers
                ? boundary(RangeSet.all(numbers.type()).without(numbers).orElseThrow(), first, usual)
                : usual;
    }

    private static BigInteger boundary(RangeSet numbers, boolean first, BigInteger usual) {
        return numbers.contains(usual) ? usual : first ? numbers.first() : numbers.last();
    }

    /** The numbers among these that a rule permits; empty if there are none. */
    private static Optional<RangeSet> allowed(Rule rule, Criterion criterion, RangeSet numbers) {
        RangeSet all = RangeSet.all(numbers.type());
        Optional<RangeSet> permitted = rule.match().excluded().get(criterion) instanceof RangeSet excluded
                ? numbers.without(excluded)
                : Optional.of(numbers);
        return rule.match().required().get(criterion) instanceof RangeSet required
                ? permitted.flatMap(
                        set -> all.without(required).map(set::without).orElse(Optional.of(set)))
                : permitted;
    }

    private static int headerLength(IpFamily ipFamily) {
        return ipFamily == IpFamily.IPV4 ? IPV4_HEADER : IPV6_HEADER;
    }

    private static BigInteger documentationAddress(IpFamily ipFamily) {
        return ipFamily == IpFamily.IPV4 ? DOCUMENTATION_IPV4 : DOCUMENTATION_IPV6;
    }

    private static BigInteger allNodesAddress(IpFamily ipFamily) {
        return ipFamily == IpFamily.IPV4 ? BROADCAST_IPV4 : ALL_NODES_IPV6;
    }

    /** The narrowest rule that matches this packet when root sends it. */
    Rule exactRule(String device) {
        NumberType numberType = ipFamily == IpFamily.IPV4 ? NumberType.IPV4 : NumberType.IPV6;
        Map<Criterion, ValueSet> match = new EnumMap<>(Criterion.class);
        match.put(Criterion.DEVICE, NameSet.of(List.of(device)));
        match.put(Criterion.SOURCE, singleton(numberType, source));
        match.put(Criterion.DESTINATION, singleton(numberType, destination));
        match.put(Criterion.PROTOCOL, singleton(NumberType.PROTOCOL, BigInteger.valueOf(protocol)));
        match.put(Criterion.USER, singleton(NumberType.USER, BigInteger.ZERO));
        match.put(Criterion.MATCH_DSCP, singleton(NumberType.DSCP, BigInteger.valueOf(dscp)));
        match.put(Criterion.PACKET_LENGTH, singleton(NumberType.LENGTH, BigInteger.valueOf(length)));
        match.put(Criterion.MARK, singleton(NumberType.MARK, BigInteger.ZERO));
        if (protocol == UDP || protocol == TCP) {
            match.put(Criterion.SOURCE_PORT, singleton(NumberType.PORT, BigInteger.valueOf(sourcePort)));
            match.put(Criterion.DESTINATION_PORT, singleton(NumberType.PORT, BigInteger.valueOf(destinationPort)));
        }
        return new Rule(
                "probe", Direction.OUTPUT, PacketMatch.of(match), Optional.of(new Dscp(dscp)), Optional.empty());
    }

    private static RangeSet singleton(NumberType numberType, BigInteger number) {
        return new RangeSet(numberType, List.of(new RangeSet.NumberRange(number, number)));
    }

    /** The source address. */
    InetAddress sourceAddress() {
        return address(source);
    }

    /** The destination address. */
    InetAddress destinationAddress() {
        return address(destination);
    }

    private InetAddress address(BigInteger number) {
        try {
            return InetAddress.getByAddress(bytes(number, ipFamily == IpFamily.IPV4 ? Integer.BYTES : 2 * Long.BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The IP packet. Transport checksums, which only a receiver checks, are missing. */
    byte[] packet() {
        return ipFamily == IpFamily.IPV4 ? ipv4Packet() : ipv6Packet();
    }

    private byte[] ipv4Packet() {
        ByteBuffer packet = ByteBuffer.allocate(length)
                .put((byte) 0x45)
                .put((byte) (dscp << DSCP_SHIFT))
                .putShort((short) length)
                .putInt(0)
                .put((byte) 1)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(bytes(source, Integer.BYTES))
                .put(bytes(destination, Integer.BYTES));
        packet.putShort(CHECKSUM_OFFSET, checksum(packet.array(), IPV4_HEADER));
        return fillPayload(packet);
    }

    private byte[] ipv6Packet() {
        return fillPayload(ByteBuffer.allocate(length)
                .putInt(6 << IPV6_VERSION_SHIFT | dscp << DSCP_SHIFT + TRAFFIC_CLASS_SHIFT)
                .putShort((short) (length - IPV6_HEADER))
                .put((byte) protocol)
                .put((byte) 1)
                .put(bytes(source, 2 * Long.BYTES))
                .put(bytes(destination, 2 * Long.BYTES)));
    }

    /** The transport header: ports at the offset that all protocols share, and TCP's data offset. */
    private byte[] fillPayload(ByteBuffer packet) {
        int start = packet.position();
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        if (protocol == UDP) {
            packet.putShort((short) (length - start));
        } else {
            packet.put(start + TCP_DATA_OFFSET, (byte) 0x50);
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

    /** The Internet checksum (RFC 1071). */
    private static short checksum(byte[] header, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += (header[i] & 0xff) << Byte.SIZE | header[i + 1] & 0xff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> Short.SIZE));
    }

    /** The packet in a broadcast frame with a priority tag: a VLAN tag with a PCP and no VLAN. */
    byte[] taggedFrame(DeviceLink device, int pcp) {
        byte[] frame = frame(device);
        return ByteBuffer.allocate(frame.length + Integer.BYTES)
                .put(frame, 0, ADDRESSES)
                .putShort((short) 0x8100)
                .putShort((short) (pcp << PCP_SHIFT))
                .put(frame, ADDRESSES, frame.length - ADDRESSES)
                .array();
    }

    /** The packet in a broadcast frame. */
    byte[] frame(DeviceLink device) {
        byte[] own = device.mac().isEmpty()
                ? new byte[6]
                : HexFormat.ofDelimiter(":").parseHex(device.mac());
        byte[] packet = packet();
        return ByteBuffer.allocate(EthernetFrame.HEADER + packet.length)
                .put(new byte[] {-1, -1, -1, -1, -1, -1})
                .put(own)
                .putShort((short) (ipFamily == IpFamily.IPV4 ? 0x0800 : 0x86dd))
                .put(packet)
                .array();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Addresses and ports of an IP packet in an Ethernet frame.
 *
 * @param protocol number of the transport protocol
 * @param ports those of TCP and UDP; empty in other packets and in fragments but the first
 */
public record FrameHeaders(InetAddress source, InetAddress destination, int protocol, Optional<Ports> ports) {
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int ADDRESSES_OF_ETHERNET = 12;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    /** Ports of TCP or UDP. */
    public record Ports(int source, int destination) {}

    /** Parses the beginning of a frame; empty if it is not IP, or too short. */
    public static Optional<FrameHeaders> parse(byte[] frame) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(frame).position(Math.min(frame.length, ADDRESSES_OF_ETHERNET));
            int type = Short.toUnsignedInt(buffer.getShort());
            while (type == VLAN || type == PROVIDER_VLAN) {
                buffer.getShort();
                type = Short.toUnsignedInt(buffer.getShort());
            }
            return type == IPV4
                    ? Optional.of(ipv4(buffer))
                    : type == IPV6 ? Optional.of(ipv6(buffer)) : Optional.empty();
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | UnknownHostException e) {
            return Optional.empty(); // a frame that is cut
        }
    }

    private static FrameHeaders ipv4(ByteBuffer packet) throws UnknownHostException {
        int start = packet.position();
        int headerLength = (packet.get(start) & 0xf) * Integer.BYTES;
        boolean first = (packet.getShort(start + 6) & FRAGMENT_OFFSET) == 0;
        int protocol = Byte.toUnsignedInt(packet.get(start + 9));
        InetAddress source = address(packet.position(start + 12), Integer.BYTES);
        InetAddress destination = address(packet, Integer.BYTES);
        return new FrameHeaders(
                source, destination, protocol, ports(packet.position(start + headerLength), first ? protocol : 0));
    }

    /** Extension headers are not followed. */
    private static FrameHeaders ipv6(ByteBuffer packet) throws UnknownHostException {
        int start = packet.position();
        int protocol = Byte.toUnsignedInt(packet.get(start + 6));
        InetAddress source = address(packet.position(start + 8), 16);
        InetAddress destination = address(packet, 16);
        return new FrameHeaders(source, destination, protocol, ports(packet, protocol));
    }

    private static InetAddress address(ByteBuffer packet, int length) throws UnknownHostException {
        byte[] bytes = new byte[length];
        packet.get(bytes);
        return InetAddress.getByAddress(bytes);
    }

    private static Optional<Ports> ports(ByteBuffer packet, int protocol) {
        return protocol == TCP || protocol == UDP
                ? Optional.of(new Ports(Short.toUnsignedInt(packet.getShort()), Short.toUnsignedInt(packet.getShort())))
                : Optional.empty();
    }

    OptionalInt sourcePort() {
        return ports.map(all -> OptionalInt.of(all.source())).orElse(OptionalInt.empty());
    }

    OptionalInt destinationPort() {
        return ports.map(all -> OptionalInt.of(all.destination())).orElse(OptionalInt.empty());
    }

    /** For people: {@code 10.0.0.1:5001 > 10.0.0.2:80 tcp}. */
    @Override
    public String toString() {
        return endpoint(source, sourcePort()) + " > " + endpoint(destination, destinationPort()) + " "
                + (protocol == TCP ? "tcp" : protocol == UDP ? "udp" : "protocol " + protocol);
    }

    private static String endpoint(InetAddress address, OptionalInt port) {
        String text = address.getHostAddress();
        return port.isEmpty() ? text : (text.contains(":") ? "[" + text + "]" : text) + ":" + port.getAsInt();
    }
}

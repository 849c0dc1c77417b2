// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.UserError;

/**
 * A sequence of netlink attributes. Each is {@code struct nlattr { u16 len; u16 type; }}, its payload, and padding
 * to a multiple of 4; len counts header and payload. Unknown types are ignored. Invalid lengths are rejected, so
 * parsing always ends and never leaves the buffer.
 */
final class NetlinkAttributes {
    static final int HEADER_LENGTH = 4;
    /** NLA_F_NESTED and NLA_F_NET_BYTEORDER are flags in the type field. */
    private static final int TYPE_MASK = 0x3fff;

    private record Attribute(int type, ByteBuffer payload) {}

    private final List<Attribute> attributes = new ArrayList<>();

    private NetlinkAttributes() {}

    /**
     * Parses a sequence of attributes.
     *
     * @throws UserError if the message is malformed
     */
    static NetlinkAttributes parse(ByteBuffer run) {
        NetlinkAttributes result = new NetlinkAttributes();
        ByteBuffer rest = slice(run, 0, run.remaining());
        while (rest.hasRemaining()) {
            result.attributes.add(parseNext(rest));
        }
        return result;
    }

    private static Attribute parseNext(ByteBuffer rest) {
        int at = rest.position();
        int length = end(rest, at, rest.limit()) - at;
        ByteBuffer payload = slice(rest, HEADER_LENGTH, length - HEADER_LENGTH);
        rest.position(Math.min(at + align(length), rest.limit()));
        return new Attribute(type(rest, at), payload);
    }

    /**
     * The index after the last byte of the attribute at an index.
     *
     * @param limit index after the last byte of the sequence
     * @throws UserError if the attribute is malformed
     */
    static int end(ByteBuffer buffer, int at, int limit) {
        int left = limit - at;
        if (left < HEADER_LENGTH) {
            throw malformed(left + " bytes where an attribute should begin");
        }
        int length = Short.toUnsignedInt(buffer.getShort(at));
        if (length < HEADER_LENGTH || length > left) {
            throw malformed("attribute " + type(buffer, at) + " of " + length + " bytes where " + left + " are left");
        }
        return at + length;
    }

    /** The type of the attribute at an index. */
    static int type(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at + Short.BYTES)) & TYPE_MASK;
    }

    static int align(int length) {
        return (length + 3) & ~3;
    }

    static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
        return buffer.slice(buffer.position() + offset, length).order(ByteOrder.nativeOrder());
    }

    static UserError malformed(String what) {
        return new UserError(
                "malformed netlink message: " + what,
                "kernel, module and mqecn may not belong together: rebuild the module with 'mqecn module build'");
    }

    /** The last attribute of a type, which is the one that the kernel uses. */
    Optional<ByteBuffer> find(int type) {
        List<ByteBuffer> all = findAll(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    List<ByteBuffer> findAll(int type) {
        return attributes.stream()
                .filter(attribute -> attribute.type == type)
                .map(Attribute::payload)
                .toList();
    }

    /** The attributes nested in an attribute; an empty sequence if there is no such attribute. */
    NetlinkAttributes nested(int type) {
        return find(type).map(NetlinkAttributes::parse).orElseGet(NetlinkAttributes::new);
    }

    Optional<String> string(int type) {
        return find(type).map(NetlinkAttributes::text);
    }

    List<String> strings(int type) {
        return findAll(type).stream().map(NetlinkAttributes::text).toList();
    }

    /** An unsigned number of 1, 2, 4 or 8 bytes; values above 2^63 are negative. */
    Optional<Long> number(int type) {
        return find(type).map(NetlinkAttributes::number);
    }

    /** The unsigned number in the whole payload of an attribute. */
    static long number(ByteBuffer payload) {
        return switch (payload.remaining()) {
            case 1 -> Byte.toUnsignedLong(payload.get(0));
            case 2 -> Short.toUnsignedLong(payload.getShort(0));
            case 4 -> Integer.toUnsignedLong(payload.getInt(0));
            case 8 -> payload.getLong(0);
            default -> throw malformed("a number of " + payload.remaining() + " bytes");
        };
    }

    /** As {@link #number(int)} for a required attribute. */
    long required(int type, String name) {
        return number(type).orElseThrow(() -> malformed(name + " is missing"));
    }

    private static String text(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(0, bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.value.UserError;

/**
 * One netlink message: {@code struct nlmsghdr { u32 len; u16 type; u16 flags; u32 seq; u32 pid; }} and its payload.
 */
record NetlinkMessage(int type, int flags, int sequence, ByteBuffer payload) {
    static final int HEADER_LENGTH = 16;
    /** Offsets in the header. */
    static final int TYPE = 4;

    static final int FLAGS = 6;
    static final int SEQUENCE = 8;

    static final int NOOP = 1;
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int OVERRUN = 4;

    static final int REQUEST = 1;
    static final int ACK = 4;
    static final int DUMP = 0x300;
    static final int DUMP_INTERRUPTED = 0x10;
    private static final int CAPPED = 0x100;
    private static final int ACK_TLVS = 0x200;

    private static final int ACK_TEXT = 1;

    /**
     * Splits a datagram into messages.
     *
     * @throws UserError if the message is malformed
     */
    static List<NetlinkMessage> parse(ByteBuffer datagram) {
        List<NetlinkMessage> messages = new ArrayList<>();
        ByteBuffer rest = NetlinkAttributes.slice(datagram, 0, datagram.remaining());
        while (rest.hasRemaining()) {
            int at = rest.position();
            int length = end(rest, at, rest.limit()) - at;
            messages.add(new NetlinkMessage(
                    Short.toUnsignedInt(rest.getShort(at + TYPE)),
                    Short.toUnsignedInt(rest.getShort(at + FLAGS)),
                    rest.getInt(at + SEQUENCE),
                    NetlinkAttributes.slice(rest, HEADER_LENGTH, length - HEADER_LENGTH)));
            rest.position(Math.min(at + NetlinkAttributes.align(length), rest.limit()));
        }
        return messages;
    }

    /**
     * The index after the last byte of the message at an index.
     *
     * @param limit index after the last byte of the datagram
     * @throws UserError if the message is malformed
     */
    static int end(ByteBuffer datagram, int at, int limit) {
        int left = limit - at;
        int length = left < HEADER_LENGTH ? 0 : datagram.getInt(at);
        if (length < HEADER_LENGTH || length > left) {
            throw NetlinkAttributes.malformed("a message of " + length + " bytes where " + left + " are left");
        }
        return at + length;
    }

    /** Encodes a request: header, fixed part, attributes. */
    static byte[] request(int type, int flags, int sequence, byte[] body) {
        return ByteBuffer.allocate(HEADER_LENGTH + body.length)
                .order(ByteOrder.nativeOrder())
                .putInt(HEADER_LENGTH + body.length)
                .putShort((short) type)
                .putShort((short) (REQUEST | flags))
                .putInt(sequence)
                .putInt(0)
                .put(body)
                .array();
    }

    /** Encodes one attribute with padding. */
    static byte[] attribute(int type, byte[] payload) {
        return ByteBuffer.allocate(NetlinkAttributes.align(4 + payload.length))
                .order(ByteOrder.nativeOrder())
                .putShort((short) (4 + payload.length))
                .putShort((short) type)
                .put(payload)
                .array();
    }

    /** Encodes a string with a terminating zero byte. */
    static byte[] nullTerminated(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a dump was interrupted by a change and must be repeated (NLM_F_DUMP_INTR). */
    boolean isInterrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    /** The errno of an ERROR or DONE message as a positive number; 0 for success. */
    int errorNumber() {
        if (payload.remaining() < 4) {
            return 0;
        }
        return -payload.getInt(0);
    }

    /** The kernel's error message (NLMSGERR_ATTR_MSG), or an empty text. */
    String errorText() {
        if ((flags & ACK_TLVS) == 0 || payload.remaining() < 4) {
            return "";
        }
        int skipped = 4 + (type == ERROR ? echoedLength() : 0);
        if (skipped > payload.remaining()) {
            throw NetlinkAttributes.malformed("an error that ends before its text");
        }
        return NetlinkAttributes.parse(NetlinkAttributes.slice(payload, skipped, payload.remaining() - skipped))
                .string(ACK_TEXT)
                .orElse("");
    }

    /** Length of the request in an error message: its header, and its payload unless capped (NLM_F_CAPPED). */
    private int echoedLength() {
        if (payload.remaining() < 4 + HEADER_LENGTH) {
            throw NetlinkAttributes.malformed("an error without the header of its request");
        }
        int length = payload.getInt(4);
        if ((flags & CAPPED) != 0) {
            return HEADER_LENGTH;
        }
        if (length < HEADER_LENGTH || length > payload.remaining()) {
            throw NetlinkAttributes.malformed("an error about a request of " + length + " bytes");
        }
        return NetlinkAttributes.align(length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes packets of one network device, with a comment each, in the format pcapng (draft-ietf-opsawg-pcapng) of Wireshark:
 * a section header, an interface description, and an enhanced packet block for each packet.
 */
public final class PcapngWriter {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final short LINKTYPE_ETHERNET = 1;
    private static final short OPT_COMMENT = 1;
    private static final short IF_NAME = 2;
    private static final short IF_TSRESOL = 9;
    /** Time stamps are in units of 10^-9 s. */
    private static final byte NANOSECONDS = 9;

    private static final int MAX_COMMENT = 4096;
    /** Type and length before, length after the body. */
    private static final int FRAMING = 12;

    private final OutputStream out;

    /** Writes the headers. */
    public PcapngWriter(OutputStream out, String device, int snapLength) throws IOException {
        this.out = out;
        ByteBuffer section = body(16);
        section.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        block(SECTION_HEADER, section);
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        ByteBuffer description = body(8 + 4 + padded(name.length) + 8 + 4);
        description.putShort(LINKTYPE_ETHERNET).putShort((short) 0).putInt(snapLength);
        option(description, IF_NAME, name);
        option(description, IF_TSRESOL, new byte[] {NANOSECONDS});
        description.putInt(0);
        block(INTERFACE_DESCRIPTION, description);
    }

    /**
     * Writes a packet.
     *
     * @param timeNs since the epoch
     * @param frame its first bytes
     * @param length of the whole frame
     */
    public void write(long timeNs, byte[] frame, int length, String comment) throws IOException {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_COMMENT) {
            throw new IllegalArgumentException("a comment of " + text.length + " bytes");
        }
        ByteBuffer packet = body(20 + padded(frame.length) + 4 + padded(text.length) + 4);
        packet.putInt(0).putInt((int) (timeNs >>> Integer.SIZE)).putInt((int) timeNs);
        packet.putInt(frame.length).putInt(length);
        putPadded(packet, frame);
        option(packet, OPT_COMMENT, text);
        packet.putInt(0);
        block(ENHANCED_PACKET, packet);
    }

    private void block(int type, ByteBuffer body) throws IOException {
        int length = body.position() + FRAMING;
        ByteBuffer block = body(length);
        block.putInt(type).putInt(length).put(body.flip()).putInt(length);
        out.write(block.array());
    }

    private static void option(ByteBuffer block, short code, byte[] value) {
        block.putShort(code).putShort((short) value.length);
        putPadded(block, value);
    }

    private static void putPadded(ByteBuffer block, byte[] value) {
        block.put(value).put(new byte[padded(value.length) - value.length]);
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client asks a server for, {@value #LENGTH} bytes on the wire, in network order:
 * {@code u32 magic; u32 dscp; u64 size; u64 rate; char congestion_control[16]}.
 *
 * @param size bytes of the answer, its head counted; at least {@link Head#LENGTH}
 * @param dscp code point of the answer
 * @param bytesPerSecond that the answer is paced to; 0 for as fast as it goes
 * @param congestionControl of the answer; empty for the server's
 */
record Request(long size, int dscp, long bytesPerSecond, String congestionControl) {
    static final int LENGTH = 40;

    /** As the kernel has it: TCP_CA_NAME_MAX. */
    private static final int NAME = 16;

    private static final int MAGIC = 0x6d716563;

    byte[] bytes() {
        byte[] name = Arrays.copyOf(congestionControl.getBytes(StandardCharsets.US_ASCII), NAME);
        return ByteBuffer.allocate(LENGTH).putInt(MAGIC).putInt(dscp).putLong(size).putLong(bytesPerSecond).put(name)
                .array();
    }

    /** @throws IllegalArgumentException where it is none, or out of range: anybody may connect to a server */
    static Request parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        int dscp = buffer.getInt();
        Request request = new Request(buffer.getLong(), dscp, buffer.getLong(),
                new String(bytes, LENGTH - NAME, NAME, StandardCharsets.US_ASCII).replaceAll("\0+$", ""));
        if (magic != MAGIC || dscp < 0 || dscp > 63 || request.size < Head.LENGTH || request.bytesPerSecond < 0
                || !request.congestionControl.matches("[a-z0-9_]*")) {
            throw new IllegalArgumentException("not a request");
        }
        return request;
    }
}

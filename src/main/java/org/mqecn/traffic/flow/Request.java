// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.nio.ByteBuffer;

/**
 * What a client asks a server for, {@value #LENGTH} bytes on the wire, in network order:
 * {@code u32 magic; u32 dscp; u64 size; u64 rate}.
 *
 * @param size bytes of the answer, its head counted; at least {@link Head#LENGTH}
 * @param dscp code point of the answer
 * @param bytesPerSecond that the answer is paced to; 0 for as fast as it goes
 */
record Request(long size, int dscp, long bytesPerSecond) {
    static final int LENGTH = 24;

    private static final int MAGIC = 0x6d716563;

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putInt(MAGIC).putInt(dscp).putLong(size).putLong(bytesPerSecond).array();
    }

    /** @throws IllegalArgumentException where it is none, or out of range: anybody may connect to a server */
    static Request parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        int dscp = buffer.getInt();
        Request request = new Request(buffer.getLong(), dscp, buffer.getLong());
        if (magic != MAGIC || dscp < 0 || dscp > 63 || request.size < Head.LENGTH || request.bytesPerSecond < 0) {
            throw new IllegalArgumentException("not a request");
        }
        return request;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client asks a server for, {@value #LENGTH} bytes on the wire, in network order:
 * {@code u32 magic; u32 dscp; u64 size; u64 rate; char congestion_control[16]; u64 first_bytes; u32 first_dscp;
 * u32 zero}.
 *
 * @param size bytes of the answer, its head counted; at least {@link Head#LENGTH}
 * @param dscp code point of the answer
 * @param bytesPerSecond that the answer is paced to; 0 for as fast as it goes
 * @param congestionControl of the answer; empty for the server's
 * @param demotion code point that the answer begins with
 */
record Request(long size, int dscp, long bytesPerSecond, String congestionControl, Demotion demotion) {
    static final int LENGTH = 56;

    /** As the kernel has it: TCP_CA_NAME_MAX. */
    private static final int NAME = 16;

    private static final int MAGIC = 0x6d716563;

    byte[] bytes() {
        byte[] name = Arrays.copyOf(congestionControl.getBytes(StandardCharsets.US_ASCII), NAME);
        return ByteBuffer.allocate(LENGTH).putInt(MAGIC).putInt(dscp).putLong(size).putLong(bytesPerSecond).put(name)
                .putLong(demotion.bytes()).putInt(demotion.dscp()).putInt(0).array();
    }

    /** @throws IllegalArgumentException where it is none, or out of range: anybody may connect to a server */
    static Request parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        int dscp = buffer.getInt();
        long size = buffer.getLong();
        long rate = buffer.getLong();
        byte[] name = new byte[NAME];
        buffer.get(name);
        long first = buffer.getLong();
        Request request = new Request(size, dscp, rate, new String(name, StandardCharsets.US_ASCII)
                .replaceAll("\0+$", ""), new Demotion(buffer.getInt(), first));
        if (magic != MAGIC || !isDscp(dscp) || !isDscp(request.demotion.dscp()) || size < Head.LENGTH || rate < 0
                || first < 0 || buffer.getInt() != 0 || !request.congestionControl.matches("[a-z0-9_]*")) {
            throw new IllegalArgumentException("not a request");
        }
        return request;
    }

    private static boolean isDscp(int value) {
        return value >= 0 && value <= 63;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mqecn.value.Dscp;

/**
 * The request for a flow, {@value #LENGTH} bytes in network byte order:
 * {@code u32 magic; u32 dscp; u64 size; u64 rate; char congestion_control[16]; u64 first_bytes; u32 first_dscp;
 * u32 remaining}.
 *
 * @param size size of the flow in bytes, including the header; at least {@link ResponseHeader#LENGTH}, or 0 for no flow,
 *     after which the client sends data to be discarded
 * @param dscp DSCP of the flow
 * @param bytesPerSecond pacing rate of the flow; 0 for none
 * @param congestionControl congestion control of the flow; empty for that of the server
 * @param tagging DSCP of the packets of the flow
 */
record FlowRequest(long size, int dscp, long bytesPerSecond, String congestionControl, DscpTagging tagging) {
    static final int LENGTH = 56;

    /** From linux/tcp.h. */
    private static final int TCP_CA_NAME_MAX = 16;

    /** Requests no flow: the client sends data after this. */
    static final FlowRequest NO_RESPONSE = new FlowRequest(0, 0, 0, "", DscpTagging.PER_SERVICE);

    private static final int MAGIC = 0x6d716563;
    private static final DscpTagging.Demotion NO_DEMOTION = new DscpTagging.Demotion(0, 0);

    byte[] toBytes() {
        DscpTagging.Demotion first = tagging instanceof DscpTagging.Demotion demotion ? demotion : NO_DEMOTION;
        byte[] name = Arrays.copyOf(congestionControl.getBytes(StandardCharsets.US_ASCII), TCP_CA_NAME_MAX);
        return ByteBuffer.allocate(LENGTH)
                .putInt(MAGIC)
                .putInt(dscp)
                .putLong(size)
                .putLong(bytesPerSecond)
                .put(name)
                .putLong(first.bytes())
                .putInt(first.dscp())
                .putInt(tagging instanceof DscpTagging.RemainingSize ? 1 : 0)
                .array();
    }

    /** @throws IllegalArgumentException if it is not a valid request; any program may connect to a server */
    static FlowRequest parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        int dscp = buffer.getInt();
        long size = buffer.getLong();
        long rate = buffer.getLong();
        byte[] name = new byte[TCP_CA_NAME_MAX];
        buffer.get(name);
        long firstBytes = buffer.getLong();
        DscpTagging.Demotion first = new DscpTagging.Demotion(buffer.getInt(), firstBytes);
        int remaining = buffer.getInt();
        FlowRequest flowRequest = new FlowRequest(
                size,
                dscp,
                rate,
                new String(name, StandardCharsets.US_ASCII).replaceAll("\0+$", ""),
                remaining == 1 ? new DscpTagging.RemainingSize() : first);
        if (magic != MAGIC
                || !Dscp.isValid(dscp)
                || !Dscp.isValid(first.dscp())
                || size != 0 && size < ResponseHeader.LENGTH
                || rate < 0
                || first.bytes() < 0
                || remaining < 0
                || remaining > 1
                || !flowRequest.congestionControl.matches("[a-z0-9_]*")) {
            throw new IllegalArgumentException("not a request");
        }
        return flowRequest;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

/**
 * A request and its response; times are nanoseconds since the start of the run.
 *
 * @param bytes size of the body
 * @param requestTime time of the request, before the connection is opened if there is none
 * @param firstByteTime arrival of the first byte of the response
 * @param completionTime arrival of the last byte
 */
public record HttpTransfer(long bytes, long requestTime, long firstByteTime, long completionTime) {
    private static final double NANOS = 1e9;

    /** Throughput from the request to the last byte as a player measures it, in bit/s. */
    public long throughput() {
        return Math.round(bytes * Byte.SIZE * NANOS / Math.max(1, completionTime - requestTime));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

/**
 * One request and its answer; times in nanoseconds of the run.
 *
 * @param bytes of the answer's body
 * @param requestTime when it was asked for; where there was no connection, making one counts
 * @param firstByteTime when the first byte of the answer was there
 * @param completionTime when its last byte was there
 */
public record HttpTransfer(long bytes, long requestTime, long firstByteTime, long completionTime) {
    private static final double NANOS = 1e9;

    /** Bit/s from the request to the last byte: what a player sees of the network. */
    public long throughput() {
        return Math.round(bytes * Byte.SIZE * NANOS / Math.max(1, completionTime - requestTime));
    }
}

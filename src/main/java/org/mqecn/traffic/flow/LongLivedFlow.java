// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One flow without end, read until it is closed. How much of it has come can be asked at any time, and costs the
 * reading nothing: the kernel counts.
 */
public final class LongLivedFlow implements AutoCloseable {
    private static final long UNLIMITED_BYTES = Long.MAX_VALUE >> 8;

    private final FlowConnection connection;
    private final String congestionControl;
    private volatile boolean closed;

    /**
     * Opens a connection to a server: in the network namespace of the thread that asks.
     *
     * @param congestionControl of both ends; empty for that of their namespaces
     */
    public LongLivedFlow(InetSocketAddress server, String congestionControl) throws IOException {
        this.congestionControl = congestionControl;
        connection = new FlowConnection(server, congestionControl);
    }

    /**
     * Reads until it is closed.
     *
     * @param dscp that it comes with
     * @param bytesPerSecond that it is paced to; 0 for as fast as it goes
     * @throws IOException where it ends before that
     */
    public void run(int dscp, long bytesPerSecond) throws IOException {
        try {
            connection.fetch(
                    new FlowRequest(UNLIMITED_BYTES, dscp, bytesPerSecond, congestionControl, DscpTagging.PER_SERVICE));
        } catch (IOException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Bytes that have come so far, in order. */
    public long bytesReceived() throws IOException {
        return connection.bytesReceived();
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
    }
}

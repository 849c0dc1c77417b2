// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * An endless flow, read until it is closed. The number of received bytes is available at any time from the kernel and does
 * not disturb the reading thread.
 */
public final class LongLivedFlow implements AutoCloseable {
    private static final long UNLIMITED_BYTES = Long.MAX_VALUE >> 8;

    private final FlowConnection connection;
    private final String congestionControl;
    private volatile boolean closed;

    /**
     * Opens a connection to a server in the network namespace of the calling thread.
     *
     * @param congestionControl congestion control at both ends; empty for that of their network namespaces
     */
    public LongLivedFlow(InetSocketAddress server, String congestionControl) throws IOException {
        this.congestionControl = congestionControl;
        connection = new FlowConnection(server, congestionControl);
    }

    /**
     * Reads the flow until it is closed.
     *
     * @param dscp DSCP of the flow
     * @param bytesPerSecond pacing rate; 0 for none
     * @throws IOException if the flow ends before it is closed
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

    /** Bytes received in order so far. */
    public long bytesReceived() throws IOException {
        return connection.bytesReceived();
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
    }
}

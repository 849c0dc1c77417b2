// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.mqecn.socket.TcpSocket;

/** A client's connection to a flow server, which carries one flow at a time. */
final class FlowConnection implements AutoCloseable {
    private final TcpSocket socket;
    private final byte[] bytes = new byte[ResponseHeader.LENGTH];

    FlowConnection(InetSocketAddress server, String congestionControl) throws IOException {
        socket = TcpSocket.connect(server, congestionControl);
    }

    /**
     * Requests a flow and waits for its last byte.
     *
     * @return the state of the server's kernel at the start of the response
     */
    ResponseHeader fetch(FlowRequest flowRequest) throws IOException {
        socket.send(flowRequest.toBytes(), 0);
        socket.awaitReadable(Math.min(flowRequest.size(), TcpSocket.MAX_CHUNK));
        if (!socket.receive(bytes)) {
            throw new IOException("the server closed the connection");
        }
        socket.discard(flowRequest.size() - ResponseHeader.LENGTH);
        return ResponseHeader.parse(bytes);
    }

    /** Bytes received in order so far. */
    long bytesReceived() throws IOException {
        return socket.info().bytesReceived();
    }

    @Override
    public void close() {
        socket.close();
    }
}

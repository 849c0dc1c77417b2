// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.mqecn.socket.TcpSocket;

/** A client's end of a connection to a server: one flow after the other. */
final class FlowConnection implements AutoCloseable {
    private final TcpSocket socket;
    private final byte[] bytes = new byte[ResponseHeader.LENGTH];

    FlowConnection(InetSocketAddress server, String congestionControl) throws IOException {
        socket = TcpSocket.connect(server, congestionControl);
    }

    /**
     * Asks for a flow and waits until its last byte is here.
     *
     * @return what the server's kernel knew when it began to answer
     */
    ResponseHeader fetch(FlowRequest flowRequest) throws IOException {
        socket.send(flowRequest.toBytes(), 0);
        socket.awaitReadable(Math.min(flowRequest.size(), TcpSocket.MAX_CHUNK));
        if (!socket.receive(bytes)) {
            throw new IOException("the server ended the connection");
        }
        socket.discard(flowRequest.size() - ResponseHeader.LENGTH);
        return ResponseHeader.parse(bytes);
    }

    /** Bytes that have come so far, in order. */
    long bytesReceived() throws IOException {
        return socket.info().bytesReceived();
    }

    @Override
    public void close() {
        socket.close();
    }
}

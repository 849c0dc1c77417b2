// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.mqecn.netlink.TcpSocket;

/** A client's end of a connection to a server: one flow after the other. */
final class Connection implements AutoCloseable {
    private final TcpSocket socket;
    private final byte[] bytes = new byte[Head.LENGTH];

    Connection(InetSocketAddress server, String congestionControl) throws IOException {
        socket = TcpSocket.connect(server, congestionControl);
    }

    /**
     * Asks for a flow and waits until its last byte is here.
     *
     * @return what the server's kernel knew when it began to answer
     */
    Head fetch(Request request) throws IOException {
        socket.send(request.bytes(), 0);
        socket.await(Math.min(request.size(), TcpSocket.CHUNK));
        if (!socket.receive(bytes)) {
            throw new IOException("the server ended the connection");
        }
        socket.discard(request.size() - Head.LENGTH);
        return Head.parse(bytes);
    }

    /** Bytes that have come so far, in order. */
    long received() throws IOException {
        return socket.info().bytesReceived();
    }

    @Override
    public void close() {
        socket.close();
    }
}

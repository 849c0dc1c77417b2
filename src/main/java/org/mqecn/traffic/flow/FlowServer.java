// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.mqecn.socket.TcpSocket;

/**
 * Serves requested flows, one at a time on each connection, or discards what the client sends. Belongs to the network
 * namespace of the thread that created it.
 */
public final class FlowServer implements AutoCloseable {
    private final TcpSocket listener;
    private Optional<DiscardSink> sink = Optional.empty();
    private final Set<TcpSocket> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();

    /**
     * @param congestionControl congestion control of flows whose client requests none; empty for that of the network
     *     namespace. Must be DCTCP if any flow uses DCTCP, because ECN is negotiated before the client's request arrives.
     */
    public FlowServer(InetSocketAddress address, String congestionControl) throws IOException {
        listener = TcpSocket.listen(address, congestionControl);
        DaemonThread.start("server " + address, this::acceptConnections);
    }

    private void acceptConnections() {
        try {
            while (true) {
                TcpSocket connection = listener.accept();
                connections.add(connection);
                DaemonThread.start("connection", () -> respond(connection));
            }
        } catch (IOException e) {
            termination.completeExceptionally(e);
        }
    }

    /** Completes when the server stops accepting connections: normally if it was closed, otherwise with the cause. */
    public CompletableFuture<Void> termination() {
        return termination;
    }

    private void respond(TcpSocket connection) {
        boolean handedOver = false;
        try {
            handedOver = serveRequests(connection);
        } catch (IOException | IllegalArgumentException e) {
            // The client disconnected or sent no valid request. Only this connection ends.
        } finally {
            if (!handedOver) {
                connections.remove(connection);
                connection.close();
            }
        }
    }

    /** @return whether the connection was handed over to the discard sink */
    private boolean serveRequests(TcpSocket connection) throws IOException {
        byte[] bytes = new byte[FlowRequest.LENGTH];
        long rate = 0;
        String congestionControl = "";
        for (connection.awaitReadable(FlowRequest.LENGTH);
                connection.receive(bytes);
                connection.awaitReadable(FlowRequest.LENGTH)) {
            FlowRequest flowRequest = FlowRequest.parse(bytes);
            if (flowRequest.equals(FlowRequest.NO_RESPONSE)) {
                sink().add(connection);
                return true;
            }
            if (!flowRequest.congestionControl().equals(congestionControl)) {
                congestionControl = flowRequest.congestionControl();
                connection.setCongestionControl(congestionControl);
            }
            if (flowRequest.bytesPerSecond() != rate) {
                rate = flowRequest.bytesPerSecond();
                connection.setPacingRate(rate == 0 ? Long.MAX_VALUE : rate);
            }
            respond(connection, flowRequest);
        }
        return false;
    }

    /** Waits before each change of the DSCP until all data is sent, because unsent data would get the new DSCP. */
    private static void respond(TcpSocket connection, FlowRequest flowRequest) throws IOException {
        byte[] header = ResponseHeader.of(connection.info()).toBytes();
        for (long sent = 0; sent < flowRequest.size(); ) {
            DscpTagging.TaggedChunk chunk =
                    flowRequest.tagging().nextChunk(sent, flowRequest.size(), flowRequest.dscp());
            if (sent > 0) {
                connection.awaitSent();
            }
            connection.setDscp(chunk.dscp());
            if (sent == 0) {
                connection.send(header, chunk.bytes() - header.length);
            } else {
                connection.send(chunk.bytes());
            }
            sent += chunk.bytes();
        }
    }

    /** Created on first use: most servers need none. */
    private synchronized DiscardSink sink() throws IOException {
        if (sink.isEmpty()) {
            sink = Optional.of(new DiscardSink(connections::remove));
        }
        return sink.get();
    }

    private synchronized void closeSink() {
        sink.ifPresent(DiscardSink::close);
    }

    @Override
    public void close() {
        termination.complete(null);
        listener.close();
        closeSink();
        connections.forEach(TcpSocket::close);
    }
}

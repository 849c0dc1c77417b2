// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.mqecn.socket.Poller;
import org.mqecn.socket.TcpSocket;

/**
 * Serves requested flows, one at a time on each connection, or discards what the client sends. Belongs to the network
 * namespace of the thread that created it.
 */
public final class FlowServer implements AutoCloseable {
    private static final int POLL_TIMEOUT_MS = 100;

    private final TcpSocket listener;
    private final Poller idle = new Poller();
    private final ExecutorService threads = DaemonThread.poolOfFlows();

    private Optional<DiscardSink> sink = Optional.empty();
    private final Map<TcpSocket, ServedConnection> connections = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();

    /**
     * @param congestionControl congestion control of flows whose client requests none; empty for that of the network
     *     namespace. Must be DCTCP if any flow uses DCTCP, because ECN is negotiated before the client's request arrives.
     */
    public FlowServer(InetSocketAddress address, String congestionControl) throws IOException {
        try {
            listener = TcpSocket.listen(address, congestionControl);
        } catch (IOException e) {
            idle.close();
            throw e;
        }
        DaemonThread.start("server " + address, this::acceptConnections);
        DaemonThread.start("requests to " + address, this::awaitRequests);
    }

    private void acceptConnections() {
        try {
            while (true) {
                TcpSocket socket = listener.accept();
                socket.setReceiveLowWaterMark(FlowRequest.LENGTH);
                ServedConnection connection = new ServedConnection(socket);
                connections.put(socket, connection);
                connection.awaitRequest();
            }
        } catch (IOException e) {
            termination.completeExceptionally(e);
        }
    }

    private void awaitRequests() {
        try (idle) {
            while (!termination.isDone()) {
                idle.poll(POLL_TIMEOUT_MS, this::serve);
            }
        } catch (IOException e) {
            termination.completeExceptionally(e);
        } finally {
            threads.shutdown();
        }
    }

    private void serve(TcpSocket socket) throws IOException {
        idle.remove(socket);
        ServedConnection connection = connections.get(socket);
        threads.execute(() -> {
            try {
                connection.serveRequest();
            } catch (IOException | IllegalArgumentException e) {
                // The client disconnected or sent no valid request. Only this connection ends.
                connections.remove(socket);
                socket.close();
            }
        });
    }

    /** Completes when the server stops accepting connections: normally if it was closed, otherwise with the cause. */
    public CompletableFuture<Void> termination() {
        return termination;
    }

    /** A connection, with what its last request has set. */
    private final class ServedConnection {
        private final TcpSocket socket;
        private final byte[] bytes = new byte[FlowRequest.LENGTH];
        private long rate;
        private String congestionControl = "";

        ServedConnection(TcpSocket socket) {
            this.socket = socket;
        }

        void awaitRequest() throws IOException {
            idle.add(socket, Poller.Readiness.READ);
        }

        void serveRequest() throws IOException {
            if (!socket.receive(bytes)) {
                throw new IOException("the client has closed the connection");
            }
            FlowRequest flowRequest = FlowRequest.parse(bytes);
            if (flowRequest.equals(FlowRequest.NO_RESPONSE)) {
                sink().add(socket);
                return;
            }
            if (!flowRequest.congestionControl().equals(congestionControl)) {
                congestionControl = flowRequest.congestionControl();
                socket.setCongestionControl(congestionControl);
            }
            if (flowRequest.bytesPerSecond() != rate) {
                rate = flowRequest.bytesPerSecond();
                socket.setPacingRate(rate == 0 ? Long.MAX_VALUE : rate);
            }
            respond(socket, flowRequest);
            awaitRequest();
        }
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
        connections.keySet().forEach(TcpSocket::close);
    }
}
